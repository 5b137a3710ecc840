import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { keepBackgroundOff, type Person, replaceRules, rulesOf } from './support/own-rules';
import { canNameTopDomains, compareWithBrowser, installedRules, samplesFor } from './support/rule-comparison';
import { API_HOSTS } from './support/sample-requests';

// Access that is missing is another question: the browser answers with no rule at all.
test.use({ grantedHosts: ['<all_urls>'] });

const SAMPLES = 3_000;
const ALLOWED_PAGES = ['https://app.example.com'];
const alice: Person = { slot: 2, username: 'alice', apiHosts: API_HOSTS, allowedPages: ALLOWED_PAGES };
const bob: Person = { slot: 1, username: 'bob', apiHosts: API_HOSTS.toReversed(), allowedPages: [] };
const carol: Person = {
  ...{ slot: 99_999, username: 'carol', headerName: 'X-Token' },
  ...{ apiHosts: API_HOSTS.slice(0, 4), allowedPages: ALLOWED_PAGES },
};

test('the browser and our matcher agree on which of several profiles is sent', async ({ popup }) => {
  test.setTimeout(120_000);
  const { page } = popup;
  await page.evaluate(keepBackgroundOff);
  const topDomains = await canNameTopDomains(page);
  const samples = await samplesFor(page, SAMPLES);
  for (const people of [
    [alice, bob],
    [bob, alice],
    [carol, bob, alice],
    [bob, { ...alice, isSignedIn: false }, carol],
    [{ ...carol, isSignedIn: false }, { ...alice, isSignedIn: false }, bob],
  ]) {
    const rules = rulesOf(people, topDomains);
    await page.evaluate(replaceRules, rules);
    expect(await installedRules(page)).toHaveLength(rules.session.length + rules.dynamic.length);
    const names = people.map(({ username }) => username).join(', ');
    const { problems, compared, acting } = await compareWithBrowser(page, names, samples);
    expect(problems.slice(0, 10)).toEqual([]);
    expect(compared).toBeGreaterThan(2_000);
    expect(acting).toBeGreaterThan(250);
  }
});
