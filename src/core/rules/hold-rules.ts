import type { ApiHost } from '../profile/api-host';
import { type Profile, scopeOf } from '../profile/profile';
import type { Attachment, NetRule } from './header-rules';
import { wholeUrlPattern } from './host-filter';
import { firstRuleId } from './rule-registry';

/** The kinds of dynamic rules a host may have. They lie on disk, so they hold no secret, and survive the browser. */
export const HOLD_RULE_KINDS = { hold: 1, presigned: 2 } as const;

/** Above every header rule, since it takes the header off; the redirect below `armed`, which switches it off. */
export const HOLD_RULE_PRIORITIES = { hold: 12, presigned: 60 } as const;

// Requests that carry their own authorization in the URL (S3, CloudFront, Azure Storage) refuse a second one.
// Source: Amazon S3, "Authenticating requests: using query parameters"; CloudFront signed URLs; Azure "shared access
// signatures". One rule per name: a filter holds one. The caret stands for the "?" or "&" before the name.
const SIGNATURE_PARAMETERS = ['X-Amz-Signature', 'X-Amz-Credential', 'Signature', 'sig'];

/**
 * The dynamic rules for all profiles together: presigned requests are left alone, and a navigation to an API host waits on the
 * hold page while there is no token. A session rule (`armed`) switches that off as long as there is one.
 * @param holdPageUrl the extension's own page; the URL that was asked for is appended to it
 */
export function desiredHoldRules(
  attachments: readonly Pick<Attachment, 'profile' | 'passes'>[],
  holdPageUrl: string,
): readonly NetRule[] {
  return attachments
    .flatMap(({ profile, passes }) =>
      profile.apiHosts.flatMap((host, index) => {
        const firstId = firstRuleId(profile.slot, index);
        const rules = presignedRules(firstId, host);
        return isHeld(profile, host, passes !== undefined)
          ? [holdRule(firstId, host, holdPageUrl), ...rules]
          : rules;
      }),
    )
    .sort((one, other) => one.id - other.id);
}

/**
 * Whether a navigation to this host is to wait for this profile's token.
 * @param isEachHeld whether each waits for a token of its own: only the hold page can give it one, whether or not the
 *   user wants navigations to wait where there is none
 */
export function isHeld(profile: Profile, host: ApiHost, isEachHeld = false): boolean {
  const { isWanted, holdNavigations, attach } = profile;
  return isWanted && (holdNavigations || isEachHeld) && attach && scopeOf(profile, host) !== 'onlyPages';
}

function holdRule(firstId: number, host: ApiHost, holdPageUrl: string): NetRule {
  return {
    id: firstId + HOLD_RULE_KINDS.hold,
    priority: HOLD_RULE_PRIORITIES.hold,
    action: { type: 'redirect', redirect: { regexSubstitution: `${holdPageUrl}\\0` } },
    condition: {
      // The whole URL has to match for "\\0" to be all of it.
      regexFilter: wholeUrlPattern(host),
      isUrlFilterCaseSensitive: true,
      resourceTypes: ['main_frame'],
      requestMethods: ['get'],
    },
  };
}

function presignedRules(firstId: number, host: ApiHost): NetRule[] {
  return SIGNATURE_PARAMETERS.map((name, index) => ({
    id: firstId + HOLD_RULE_KINDS.presigned + index,
    priority: HOLD_RULE_PRIORITIES.presigned,
    action: { type: 'allow' },
    // Wider than the host, which is harmless: it only ever takes a header off.
    condition: {
      urlFilter: `^${name}=`,
      isUrlFilterCaseSensitive: true,
      requestDomains: [host.hostname],
      excludedResourceTypes: ['csp_report'],
    },
  }));
}
