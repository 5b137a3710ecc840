import type { ApiHost } from '../profile/api-host';
import { type Profile, scopeOf } from '../profile/profile';
import type { NavigationPass } from '../session/one-time-tokens';
import type { Token } from '../session/session';
import { hostFilter, socketFilter } from './host-filter';
import { firstRuleId } from './rule-registry';

/** A declarativeNetRequest rule, as far as we use them. Source: MDN, "declarativeNetRequest.Rule". */
export interface NetRule {
  readonly id: number;
  readonly priority: number;
  readonly action: RuleAction;
  readonly condition: RuleCondition;
}

type RuleAction =
  | { readonly type: 'allow' }
  | { readonly type: 'block' }
  | { readonly type: 'redirect'; readonly redirect: { readonly regexSubstitution: string } }
  | { readonly type: 'modifyHeaders'; readonly requestHeaders: readonly HeaderChange[] };

export interface RuleCondition {
  readonly urlFilter?: string;
  readonly regexFilter?: string;
  readonly isUrlFilterCaseSensitive?: boolean;
  readonly requestDomains?: readonly string[];
  readonly initiatorDomains?: readonly string[];
  readonly topDomains?: readonly string[];
  readonly resourceTypes?: readonly string[];
  readonly excludedResourceTypes?: readonly string[];
  readonly requestMethods?: readonly string[];
  readonly excludedRequestMethods?: readonly string[];
  readonly tabIds?: readonly number[];
}

export interface HeaderChange {
  readonly header: string;
  readonly operation: 'set';
  readonly value: string;
}

/** A profile and what it may send now; null while it has no usable token or is not to attach it. */
export interface Attachment {
  readonly profile: Profile;
  readonly sent: SentTokens | null;
  /**
   * Where each navigation waits for a token of its own: those that have got one. Absent where all carry `sent`.
   */
  readonly passes?: readonly NavigationPass[];
}

export interface SentTokens {
  readonly token: Token;
  /** For the second header. */
  readonly access: Token | null;
}

/** What this browser can do beyond what both can. */
export interface RuleAbilities {
  /** Whether a condition may name the domain of the tab's page (`topDomains`): Chromium, not Firefox. */
  readonly topDomains: boolean;
}

/** The kinds of session rules a host may have. The numbers are part of the rule ids; never reuse one. */
export const RULE_KINDS = {
  ownPages: 1,
  directNavigation: 2,
  cacheGuard: 3,
  ownSockets: 4,
  ownNavigation: 5,
  armed: 6,
} as const;

/**
 * Distinct, because the browsers disagree on which of two equal rules wins. `armed` lies between the hold page's
 * redirect (a dynamic rule), which it switches off, and the headers, which it must not. Dynamic rules: `hold-rules.ts`.
 */
export const RULE_PRIORITIES = {
  cacheGuard: 10,
  armed: 16,
  directNavigation: 20,
  ownPages: 30,
  ownNavigation: 34,
  ownSockets: 40,
} as const;

// Both browsers serve answers that were cached for another user, or before the sign-out, unless the request says this.
// `no-store` is for Firefox, which else asks whether what it has is still good, and an API whose ETag is the same for
// every user says yes. Chromium does not ask.
const NO_CACHE: HeaderChange = { header: 'cache-control', operation: 'set', value: 'no-store, no-cache' };

// Excluding one harmless type is the one way that both browsers take to mean "every type, main_frame included":
// without any list main_frame is left out, and an empty list means different things to them.
const EVERY_RESOURCE_TYPE = { excludedResourceTypes: ['csp_report'] };
const DIRECT = { resourceTypes: ['main_frame'], requestMethods: ['get', 'head'] };

/**
 * The session rules that should be installed for all profiles together, in the order of their ids. Those of single
 * navigations: `pass-rules.ts`.
 */
export function desiredRules(
  attachments: readonly Attachment[],
  abilities: RuleAbilities,
): readonly NetRule[] {
  return attachments
    .flatMap((attachment) =>
      attachment.profile.apiHosts.flatMap((host, index) => {
        const { profile, sent } = attachment;
        const firstId = firstRuleId(profile.slot, index);
        const changes = sent && headerChanges(profile, sent);
        if (!changes) return [cacheGuardRule(firstId, host)];
        return tokenRules(firstId, host, attachment, changes, abilities);
      }),
    )
    .sort((one, other) => one.id - other.id);
}

// J9, the last gate: what no compact JWT can hold (a line break, a comma) never gets into a header, nor do two tokens.
const COMPACT_JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/**
 * The headers that carry these tokens, and those that keep the answer from being taken for another user's.
 * @returns null where a token is not fit for a header
 */
export function headerChanges(
  { header, accessTokenHeader }: Profile,
  { token, access }: SentTokens,
): readonly HeaderChange[] | null {
  const carried = [{ ...header, jwt: token.jwt }];
  if (accessTokenHeader !== null && access)
    carried.push({ name: accessTokenHeader, prefix: '', jwt: access.jwt });
  if (!carried.every(({ jwt }) => COMPACT_JWT.test(jwt))) return null;
  const set = carried.map(({ name, prefix, jwt }): HeaderChange => {
    return { header: name.toLowerCase(), operation: 'set', value: `${prefix}${jwt}` };
  });
  return [...set, NO_CACHE];
}

function tokenRules(
  firstId: number,
  host: ApiHost,
  { profile, passes }: Attachment,
  requestHeaders: readonly HeaderChange[],
  abilities: RuleAbilities,
): NetRule[] {
  const rule = (kind: keyof typeof RULE_KINDS, condition: RuleCondition): NetRule => ({
    id: firstId + RULE_KINDS[kind],
    priority: RULE_PRIORITIES[kind],
    action: kind === 'armed' ? { type: 'allow' } : { type: 'modifyHeaders', requestHeaders },
    condition,
  });
  const scope = scopeOf(profile, host);
  const filter = hostFilter(host);
  const direct = [
    rule('directNavigation', { ...filter, ...DIRECT }),
    rule('armed', { ...filter, ...DIRECT }),
  ];
  const own = ownPageConditions(host, profile, abilities).map(([kind, condition]) => rule(kind, condition));
  if (scope === 'onlyTyped') return passes ? [] : direct;
  return scope === 'onlyPages' || passes ? own : [...direct, ...own];
}

/**
 * Requests that the API host's own pages and the allowed pages make. `initiatorDomains` is what keeps the token from
 * every other page, and from sandboxed and `data:` frames, whose opaque origin no domain matches. Preflights
 * (OPTIONS) stay bare. Methods are excluded, not listed: a list would leave out WebSockets in Chromium.
 * Where the browser takes `topDomains`, an own page that a foreign one has framed gets nothing either. A navigation is
 * its own top frame, so it needs a rule without it; a service worker's request has none, and Chromium then looks at its
 * initiator. Source: Chrome, "declarativeNetRequest.RuleCondition".
 */
function ownPageConditions(
  host: ApiHost,
  profile: Profile,
  abilities: RuleAbilities,
): readonly (readonly [keyof typeof RULE_KINDS, RuleCondition])[] {
  const initiators = [...new Set([host, ...profile.allowedPages].map(({ hostname }) => hostname))];
  const own = { initiatorDomains: initiators, excludedRequestMethods: ['options'] };
  const framed = abilities.topDomains ? { ...own, topDomains: initiators } : own;
  const filter = hostFilter(host);
  return [
    ['ownPages', { ...filter, ...framed, excludedResourceTypes: ['main_frame', 'csp_report'] }],
    ['ownNavigation', { ...filter, ...own, resourceTypes: ['main_frame'] }],
    ['ownSockets', { ...socketFilter(host), ...framed, ...EVERY_RESOURCE_TYPE }],
  ] as const;
}

/** Holds no secret: keeps answers that were cached for a user from being shown once that user is signed out. */
function cacheGuardRule(firstId: number, host: ApiHost): NetRule {
  return {
    id: firstId + RULE_KINDS.cacheGuard,
    priority: RULE_PRIORITIES.cacheGuard,
    action: { type: 'modifyHeaders', requestHeaders: [NO_CACHE] },
    condition: { ...hostFilter(host), ...EVERY_RESOURCE_TYPE },
  };
}
