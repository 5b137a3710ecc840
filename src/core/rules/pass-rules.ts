import type { Profile } from '../profile/profile';
import type { NavigationPass } from '../session/one-time-tokens';
import { type Attachment, headerChanges, type NetRule, RULE_KINDS, RULE_PRIORITIES } from './header-rules';
import { firstPassRuleId } from './rule-registry';

/**
 * The session rules that let single navigations go on, each with a token of its own: for one URL, in one tab, and only
 * as the hold page goes there. A redirect elsewhere at the API host, and the next navigation of the tab, are held again,
 * the latter also before its rule has been taken off.
 * Source: Chrome, "declarativeNetRequest.RuleCondition", `tabIds` (session rules only).
 * @param holdPageUrl its host is that of the extension, whose pages rules know as any other initiator
 */
export function passRules(attachments: readonly Attachment[], holdPageUrl: string): readonly NetRule[] {
  const initiator = new URL(holdPageUrl).host;
  return attachments
    .flatMap(({ profile, passes = [] }) => passes.map((pass) => ({ profile, pass })))
    .flatMap(({ profile, pass }, index) => rulesOf(firstPassRuleId(index), profile, pass, initiator));
}

function rulesOf(
  firstId: number,
  profile: Profile,
  { tabId, url, tokens }: NavigationPass,
  initiator: string,
): NetRule[] {
  const requestHeaders = headerChanges(profile, tokens);
  if (!requestHeaders) return [];
  const condition = {
    // Chromium matches the whole URL, with its fragment.
    urlFilter: `|${url}|`,
    isUrlFilterCaseSensitive: true,
    resourceTypes: ['main_frame'],
    requestMethods: ['get'],
    tabIds: [tabId],
    initiatorDomains: [initiator],
  };
  return [
    {
      id: firstId + RULE_KINDS.directNavigation,
      priority: RULE_PRIORITIES.directNavigation,
      action: { type: 'modifyHeaders', requestHeaders },
      condition,
    },
    {
      id: firstId + RULE_KINDS.armed,
      priority: RULE_PRIORITIES.armed,
      action: { type: 'allow' },
      condition,
    },
  ];
}
