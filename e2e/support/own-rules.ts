import { parseProfileForm } from '../../src/core/profile/form-parser';
import { EMPTY_FORM } from '../../src/core/profile/profile-form';
import { INITIAL_SETTINGS } from '../../src/core/profile/settings';
import { type DesiredRules, desiredRules } from '../../src/core/rules/desired-rules';
import type { HeaderSource } from '../../src/core/rules/header-source';

/** A profile of some user with a token of its own, by the texts of its form. */
export interface Person {
  readonly slot: number;
  readonly username: string;
  readonly apiHosts: readonly string[];
  readonly allowedPages: readonly string[];
  readonly headerName?: string;
  readonly isSignedIn?: boolean;
}

function sourceOf(person: Person): HeaderSource {
  const { slot, username, headerName = 'Authorization', isSignedIn = true } = person;
  const settings = parseProfileForm({
    ...EMPTY_FORM,
    ...{ userPoolId: 'eu-central-1_AbCdEfGhI', clientId: '1h57kf5cpq17m0eml12EXAMPLE', username, headerName },
    apiHosts: person.apiHosts.join('\n'),
    allowedPages: person.allowedPages.join('\n'),
  });
  if (!settings.ok) throw new Error(JSON.stringify(settings.problem));
  const profile = { ...INITIAL_SETTINGS, ...settings.value, id: username, slot, refusedHosts: [] };
  const token = { jwt: `head.${username}.sign`, lifetimeMs: 3_600_000, expiresAtMs: Date.now() + 3_600_000 };
  return { profile, sent: isSignedIn ? { token, access: null } : null };
}

/** The rules of these people in their order. */
export function rulesOf(people: readonly Person[], topDomains: boolean): DesiredRules {
  const holdPageUrl = 'https://hold.example.net/?to=';
  const access = { granted: ['<all_urls>'], socketTwins: true };
  return desiredRules(people.map(sourceOf), [], { abilities: { topDomains }, holdPageUrl, access });
}

/** Keeps the background from its rules, for as long as the page of the extension that runs this is open. */
export const keepBackgroundOff = (): Promise<null> =>
  new Promise((resolve) => {
    navigator.locks.request('rules', () => {
      resolve(null);
      return new Promise(() => undefined);
    });
  });

/** Puts these rules in the place of all others, from a page of the extension. */
export const replaceRules = async ({ session, dynamic }: DesiredRules): Promise<null> => {
  const { getSessionRules, getDynamicRules, updateSessionRules, updateDynamicRules } =
    chrome.declarativeNetRequest;
  const [oldSession, oldDynamic] = [await getSessionRules(), await getDynamicRules()];
  const removal = (rules: readonly { readonly id: number }[]) => rules.map(({ id }) => id);
  type Rules = chrome.declarativeNetRequest.Rule[];
  await updateSessionRules({
    removeRuleIds: removal(oldSession),
    addRules: session as unknown as Rules,
  });
  await updateDynamicRules({
    removeRuleIds: removal(oldDynamic),
    addRules: dynamic as unknown as Rules,
  });
  return null;
};
