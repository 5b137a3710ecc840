import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { aHost } from '../../testing/builders';
import { HOLD_PAGE } from '../../testing/desired';
import { TabNavigations } from './tab-navigations';

const API = 'https://api.example.com/me';
const PAGES = [aHost('api.example.com')];
const TYPED = { transition: 'typed', qualifiers: [] };
const LINK = { transition: 'link', qualifiers: [] };
let navigations: TabNavigations;

beforeEach(() => {
  navigations = new TabNavigations({ holdPageUrl: HOLD_PAGE });
});

const isTrusted = (url = API, tabId = 1) => navigations.isTrusted(tabId, url, PAGES);

describe('a navigation that waits', () => {
  test('is known by its beginning and by how its page came to be there', async () => {
    navigations.begin(1, API);
    navigations.request(1, API, null);
    // Firefox tells of this one too, and of the request as late as this.
    navigations.begin(1, HOLD_PAGE + API);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    expect(await isTrusted()).toBe(true);
    expect(await isTrusted(API, 2)).toBe(false);
    expect(await isTrusted(`${API}/other`)).toBe(false);
  });

  test('waits for the browser to tell how its page came to be there, and not for long', async () => {
    navigations.begin(1, API);
    const answer = isTrusted();
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    expect(await answer).toBe(true);
    navigations.begin(1, API);
    expect(await isTrusted()).toBe(false);
  });

  test('is known where its beginning is told last, and waits for that through other news', async () => {
    navigations.begin(1, HOLD_PAGE + API);
    const early = isTrusted();
    navigations.request(1, API, null);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    await setImmediate();
    navigations.begin(1, API);
    expect(await early).toBe(true);
    expect(await isTrusted()).toBe(true);
  });

  test('is known where the page before was told to have begun only after it was there', async () => {
    navigations.commit(1, `${API}/before`, TYPED);
    navigations.begin(1, `${API}/before`);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    navigations.begin(1, API);
    expect(await isTrusted()).toBe(true);
  });

  test('is nobody’s where another beginning is told late: somebody’s redirect has led there', async () => {
    navigations.begin(1, HOLD_PAGE + API);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    const early = isTrusted();
    navigations.begin(1, 'https://evil.example.net/');
    expect(await early).toBe(false);
    navigations.begin(1, API);
    navigations.commit(1, HOLD_PAGE + API, LINK);
    expect(await isTrusted()).toBe(false);
  });

  test('is that of a page by the request, whichever the browser tells of first', async () => {
    navigations.request(1, API, 'https://api.example.com');
    navigations.begin(1, API);
    navigations.commit(1, HOLD_PAGE + API, LINK);
    expect(await isTrusted()).toBe(true);
  });

  test.each([
    ['came to its end', () => navigations.commit(1, API, TYPED)],
    ['was closed', () => navigations.close(1)],
  ])('is nobody’s once the one before %s', async (_, end) => {
    navigations.begin(1, API);
    navigations.request(1, API, 'https://api.example.com');
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    end();
    // A page opens the hold page itself.
    navigations.begin(1, HOLD_PAGE + API);
    navigations.commit(1, HOLD_PAGE + API, LINK);
    expect(await isTrusted()).toBe(false);
  });

  test('in a tab that waits already is asked about anew', async () => {
    navigations.begin(1, API);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    navigations.begin(1, HOLD_PAGE + API);
    navigations.commit(1, HOLD_PAGE + API, LINK);
    expect(await isTrusted()).toBe(false);
  });
});

describe('a redirect of what was let through', () => {
  const next = `${API}/next`;

  test('needs no question', async () => {
    navigations.begin(1, API);
    const number = navigations.numberOf(1);
    navigations.redirect(1, API, next);
    navigations.redirect(1, next, HOLD_PAGE + next);
    navigations.approve(1, number);
    navigations.commit(1, HOLD_PAGE + next, LINK);
    expect(await isTrusted(next)).toBe(true);
  });

  test('is not that of another navigation of the tab', async () => {
    navigations.begin(1, API);
    const number = navigations.numberOf(1);
    navigations.begin(1, next);
    navigations.approve(1, number);
    navigations.commit(1, HOLD_PAGE + next, LINK);
    expect(await isTrusted(next)).toBe(false);
  });

  test('by way of somewhere else asks', async () => {
    navigations.begin(1, API);
    navigations.approve(1, navigations.numberOf(1));
    navigations.redirect(1, API, 'https://evil.example.net/');
    navigations.commit(1, HOLD_PAGE + next, LINK);
    expect(await isTrusted(next)).toBe(false);
  });
});
