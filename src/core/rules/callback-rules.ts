import type { Profile } from '../profile/profile';
import type { Session } from '../session/session';
import type { NetRule } from './net-rule';
import { callbackRuleId, priorityOf } from './rule-registry';

/** A profile and its session, as far as a callback is about them. */
export interface CallbackState {
  readonly profile: Pick<Profile, 'slot'>;
  readonly session: Session;
}

/**
 * While a user signs in in a tab, the answer of the pool's pages goes to a callback URL of some other application. This
 * session rule stops it on its way, in that tab only, so that the code never reaches that application's server.
 * Source: MDN, "declarativeNetRequest.RuleCondition", `urlFilter`, `tabIds` (session rules only).
 */
export function callbackRules({ profile, session }: CallbackState): readonly NetRule[] {
  if (session.kind !== 'redirected' || session.attempt.tabId === null) return [];
  const { redirectUri, tabId } = session.attempt;
  const { origin, pathname } = new URL(redirectUri);
  return [
    {
      id: callbackRuleId(profile.slot),
      priority: priorityOf('callback'),
      action: { type: 'block' },
      // The separator at the end also stands for the end of the URL.
      condition: { urlFilter: `|${origin}${pathname}^`, resourceTypes: ['main_frame'], tabIds: [tabId] },
    },
  ];
}
