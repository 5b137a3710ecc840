import type { NavigationPass } from './allotment';
import { type Attachment, headerChanges, type NetRule, RULE_KINDS, RULE_PRIORITIES } from './header-rules';
import type { Profile } from './profile';
import { firstPassRuleId } from './rule-ids';

/**
 * The session rules that let single navigations go on, each with a token of its own: for one URL, in one tab. A
 * redirect elsewhere at the API host, and the next navigation of the tab, are held again.
 * Source: Chrome, "declarativeNetRequest.RuleCondition", `tabIds` (session rules only).
 */
export function passRules(attachments: readonly Attachment[]): readonly NetRule[] {
  return attachments
    .flatMap(({ profile, passes = [] }) => passes.map((pass) => ({ profile, pass })))
    .flatMap(({ profile, pass }, index) => rulesOf(firstPassRuleId(index), profile, pass));
}

function rulesOf(firstId: number, profile: Profile, { tabId, url, tokens }: NavigationPass): NetRule[] {
  const requestHeaders = headerChanges(profile, tokens);
  if (!requestHeaders) return [];
  const condition = {
    // Chromium matches the whole URL, with its fragment.
    urlFilter: `|${url}|`,
    isUrlFilterCaseSensitive: true,
    resourceTypes: ['main_frame'],
    requestMethods: ['get'],
    tabIds: [tabId],
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
