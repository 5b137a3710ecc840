import { expect } from 'playwright/test';
import { parseApiHost } from '../src/core/profile/api-host';
import { wronglyExplained } from './support/explained-samples';
import { test } from './support/fixtures';
import { askOfShown } from './support/requests';
import { compareWithBrowser, installedRules, samplesFor } from './support/rule-comparison';
import { API_HOSTS } from './support/sample-requests';
import { signInAlice } from './support/story';

// Access that is missing is another question: the browser answers with no rule at all.
test.use({ grantedHosts: ['<all_urls>'] });

const SAMPLES = 4_000;
const QUESTIONS = 2_000;
const ALLOWED_PAGE = 'https://app.example.com';

test('the rule matcher of the tests and of "Why?" decides as the browser does', async ({ pool, popup }) => {
  test.setTimeout(120_000);
  await signInAlice(
    pool,
    popup,
    {},
    { 'API hosts': API_HOSTS.join('\n'), 'Pages allowed to use the token': ALLOWED_PAGE },
  );
  const { page } = popup;
  const setScope = (host: string, scope: string) =>
    page.evaluate(askOfShown, { type: 'changeSettings', settings: { hostScopes: { [host]: scope } } });
  await setScope('https://typed.example.com', 'onlyTyped');
  await setScope('https://pages.example.com', 'onlyPages');
  const samples = await samplesFor(page, SAMPLES);

  const compare = async (state: string, sessionKinds: readonly string[]): Promise<void> => {
    const rules = await installedRules(page);
    const kindsOf = (set: string) =>
      new Set(rules.flatMap(({ rulesetId, action }) => (rulesetId === set ? action.type : [])));
    expect(kindsOf('_dynamic')).toEqual(new Set(['allow', 'redirect']));
    expect(kindsOf('_session')).toEqual(new Set(sessionKinds));
    const { problems, compared, acting } = await compareWithBrowser(page, state, samples);
    expect(problems.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(3_000);
    expect(acting).toBeGreaterThan(250);
  };

  await compare('signed in', ['allow', 'modifyHeaders']);
  const explained = await wronglyExplained(page, samples.slice(0, QUESTIONS));
  expect(explained.wrong.slice(0, 10)).toEqual([]);
  expect(explained.asked).toBeGreaterThan(500);
  expect(explained.sent).toBeGreaterThan(50);
  pool.forgeNextTokens('otherUser');
  await page.evaluate(askOfShown, { type: 'refreshNow' });
  await compare('lapsed', ['modifyHeaders']);
});

test('every expression that an API host can need fits into the browser', async ({ popup }) => {
  const label = 'a'.repeat(34);
  const longest = [
    `https://*.${label}.${label}.com:8443`,
    `https://*.a.b/${'v'.repeat(75)}`,
    `https://*.a.b/${'v.'.repeat(37)}/`,
    `https://api.example.com/${'v'.repeat(583)}`,
    `https://api.example.com/${'%C3%BC'.repeat(97)}`,
    `https://api.example.com/${'v.'.repeat(291)}/`,
    `https://${'abcdefgh.'.repeat(27)}com:8443/${'(+)$'.repeat(80)}`,
    `https://${`${'a'.repeat(62)}.`.repeat(4)}b:8443`,
  ];
  const hosts = longest.map((typed) => parseApiHost(typed));
  expect(hosts.filter(({ ok }) => !ok)).toEqual([]);
  const { hostFilter, socketFilter, wholeUrlPattern } = await import('../src/core/rules/host-filter');
  const expressions = hosts.flatMap((host) => {
    if (!host.ok) return [];
    const filters = [hostFilter(host.value), socketFilter(host.value)].flatMap(
      ({ regexFilter }) => regexFilter ?? [],
    );
    return [
      ...filters.map((regex) => ({ regex, isCaseSensitive: true, requireCapturing: false })),
      { regex: wholeUrlPattern(host.value), isCaseSensitive: true, requireCapturing: true },
    ];
  });
  const answers = await popup.page.evaluate(
    (all) =>
      Promise.all(
        all.map(async (options) => ({
          regex: options.regex,
          ...(await chrome.declarativeNetRequest.isRegexSupported(options)),
        })),
      ),
    expressions,
  );
  expect(answers.filter(({ isSupported }) => !isSupported)).toEqual([]);
});
