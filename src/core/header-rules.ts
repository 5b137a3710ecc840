import { type ApiHost, originOf } from './api-host';
import type { Profile } from './profile';
import type { Token } from './session';

/** A declarativeNetRequest rule, as far as we use one. Source: MDN, "declarativeNetRequest.Rule". */
export interface HeaderRule {
  readonly id: number;
  readonly priority: number;
  readonly action: {
    readonly type: 'modifyHeaders';
    readonly requestHeaders: readonly HeaderChange[];
  };
  readonly condition: {
    readonly urlFilter: string;
    readonly initiatorDomains?: readonly string[];
    readonly resourceTypes?: readonly string[];
    readonly excludedResourceTypes?: readonly string[];
    readonly requestMethods?: readonly string[];
    readonly excludedRequestMethods?: readonly string[];
  };
}

interface HeaderChange {
  readonly header: string;
  readonly operation: 'set';
  readonly value: string;
}

/** A profile and the token it may send now; null while it has none or is not to attach it. */
export interface Attachment {
  readonly profile: Profile;
  readonly token: Token | null;
}

/** The kinds of rules a host may have. The numbers are part of the rule ids; never reuse one. */
export const RULE_KINDS = { ownPages: 1, directNavigation: 2, cacheGuard: 3, ownSockets: 4 } as const;

/** Distinct, because the browsers disagree on which of two equal rules wins. */
export const RULE_PRIORITIES = {
  cacheGuard: 10,
  directNavigation: 20,
  ownPages: 30,
  ownSockets: 40,
} as const;

const IDS_PER_PROFILE = 1_000;
const IDS_PER_HOST = 10;

// Both browsers serve answers that were cached for another user, or before the sign-out, unless the request says this.
const NO_CACHE: HeaderChange = { header: 'cache-control', operation: 'set', value: 'no-cache' };

// Excluding one harmless type is the one way that both browsers take to mean "every type, main_frame included":
// without any list main_frame is left out, and an empty list means different things to them.
const EVERY_RESOURCE_TYPE = { excludedResourceTypes: ['csp_report'] };

/** The session rules that should be installed for all profiles together, in the order of their ids. */
export function desiredRules(attachments: readonly Attachment[]): readonly HeaderRule[] {
  return attachments
    .flatMap(({ profile, token }) =>
      profile.apiHosts.flatMap((host, index) => {
        const firstId = profile.slot * IDS_PER_PROFILE + index * IDS_PER_HOST;
        return token ? tokenRules(firstId, host, profile, token) : [cacheGuardRule(firstId, host)];
      }),
    )
    .sort((one, other) => one.id - other.id);
}

function tokenRules(firstId: number, host: ApiHost, profile: Profile, token: Token): HeaderRule[] {
  const bearer: HeaderChange = { header: 'authorization', operation: 'set', value: `Bearer ${token.jwt}` };
  const requestHeaders = [bearer, NO_CACHE];
  const initiators = [host, ...profile.allowedPages];
  return [
    ownRequestsRule('ownPages', firstId, originFilter(host), initiators, requestHeaders),
    ownRequestsRule('ownSockets', firstId, socketFilter(host), initiators, requestHeaders),
    directNavigationRule(firstId, host, requestHeaders),
  ];
}

/**
 * Requests that the API host's own pages and the allowed pages make. `initiatorDomains` is what keeps the token from
 * every other page, and from sandboxed and `data:` frames, whose opaque origin no domain matches. Preflights
 * (OPTIONS) stay bare. Methods are excluded, not listed: a list would leave out WebSockets in Chromium.
 */
function ownRequestsRule(
  kind: 'ownPages' | 'ownSockets',
  firstId: number,
  urlFilter: string,
  initiators: readonly ApiHost[],
  requestHeaders: readonly HeaderChange[],
): HeaderRule {
  return {
    id: firstId + RULE_KINDS[kind],
    priority: RULE_PRIORITIES[kind],
    action: { type: 'modifyHeaders', requestHeaders },
    condition: {
      urlFilter,
      initiatorDomains: [...new Set(initiators.map(({ hostname }) => hostname))],
      excludedRequestMethods: ['options'],
      ...EVERY_RESOURCE_TYPE,
    },
  };
}

/** Typed URLs, bookmarks and links from anywhere, reading only: what `SameSite=Lax` is for cookies. */
function directNavigationRule(
  firstId: number,
  host: ApiHost,
  requestHeaders: readonly HeaderChange[],
): HeaderRule {
  return {
    id: firstId + RULE_KINDS.directNavigation,
    priority: RULE_PRIORITIES.directNavigation,
    action: { type: 'modifyHeaders', requestHeaders },
    condition: {
      urlFilter: originFilter(host),
      resourceTypes: ['main_frame'],
      requestMethods: ['get', 'head'],
    },
  };
}

/** Holds no secret: keeps answers that were cached for a user from being shown once that user is signed out. */
function cacheGuardRule(firstId: number, host: ApiHost): HeaderRule {
  return {
    id: firstId + RULE_KINDS.cacheGuard,
    priority: RULE_PRIORITIES.cacheGuard,
    action: { type: 'modifyHeaders', requestHeaders: [NO_CACHE] },
    condition: { urlFilter: originFilter(host), ...EVERY_RESOURCE_TYPE },
  };
}

/**
 * Pins scheme, host and port: `|` anchors the start of the URL, and the slash ends its authority. `requestDomains`
 * would match sub-domains, plain http and any port. A regular expression would do as well, but Chromium takes no more
 * than 1,000 of them and none over 2 kB of memory, which a long host name reaches, and it refuses all rules with it.
 */
function originFilter(host: ApiHost): string {
  return `|${originOf(host)}/`;
}

/** The same for WebSockets, which Chromium matches by a URL of their own and Firefox by the http one. */
function socketFilter(host: ApiHost): string {
  return originFilter(host).replace('|http', '|ws');
}
