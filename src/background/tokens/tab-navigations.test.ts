import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { aHost } from '../../testing/builders';
import { HOLD_PAGE } from '../../testing/desired';
import { TabNavigations } from './tab-navigations';

const API = 'https://api.example.com/me';
const OWN = 'https://api.example.com';
const PAGES = [aHost('api.example.com')];
const TYPED = { transition: 'typed', qualifiers: [] };
const LINK = { transition: 'link', qualifiers: [] };
// Some wait in vain, as long as in a browser.
const SLOW = { timeout: 20_000 };

function rig() {
  const navigations = new TabNavigations({ holdPageUrl: HOLD_PAGE });
  const isTrusted = (url = API, tabId = 1) => navigations.isTrusted(tabId, url, PAGES);
  const hold = (url: string, initiator: string | null) =>
    navigations.redirect(1, url, HOLD_PAGE + url, initiator);
  return { navigations, isTrusted, hold };
}

describe.concurrent('a navigation that waits', SLOW, () => {
  test('is known by its beginning and by how its page came to be there', async () => {
    const { navigations, isTrusted, hold } = rig();
    navigations.begin(1, API);
    hold(API, null);
    // Firefox tells of this one too, and of the request as late as this.
    navigations.begin(1, HOLD_PAGE + API);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    expect(await isTrusted()).toBe(true);
    expect(await isTrusted(API, 2)).toBe(false);
    expect(await isTrusted(`${API}/other`)).toBe(false);
  });

  test('waits for the browser to tell how its page came to be there, and not for long', async () => {
    const { navigations, isTrusted } = rig();
    navigations.begin(1, API);
    const answer = isTrusted();
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    expect(await answer).toBe(true);
    navigations.begin(1, API);
    expect(await isTrusted()).toBe(false);
  });

  test('is known where its beginning is told last, and waits for that through other news', async () => {
    const { navigations, isTrusted, hold } = rig();
    navigations.begin(1, HOLD_PAGE + API);
    const early = isTrusted();
    hold(API, null);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    await setImmediate();
    navigations.begin(1, API);
    expect(await early).toBe(true);
    expect(await isTrusted()).toBe(true);
  });

  test('is known where the page before was told to have begun only after it was there', async () => {
    const { navigations, isTrusted } = rig();
    navigations.commit(1, `${API}/before`, TYPED);
    navigations.begin(1, `${API}/before`);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    navigations.begin(1, API);
    expect(await isTrusted()).toBe(true);
  });

  test('is nobody’s where another beginning is told late: somebody’s redirect has led there', async () => {
    const { navigations, isTrusted, hold } = rig();
    navigations.begin(1, HOLD_PAGE + API);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    const early = isTrusted();
    navigations.begin(1, 'https://evil.example.net/');
    expect(await early).toBe(false);
    navigations.begin(1, API);
    hold(API, 'https://evil.example.net');
    navigations.commit(1, HOLD_PAGE + API, LINK);
    expect(await isTrusted()).toBe(false);
  });

  test('is that of a page by the request, whichever the browser tells of first', async () => {
    const { navigations, isTrusted, hold } = rig();
    hold(API, OWN);
    navigations.begin(1, API);
    navigations.commit(1, HOLD_PAGE + API, LINK);
    expect(await isTrusted()).toBe(true);
  });

  test('is that of a page where the browser tells of the request last, or of all only then', async () => {
    const { navigations, isTrusted, hold } = rig();
    const early = isTrusted();
    navigations.begin(1, API);
    navigations.commit(1, HOLD_PAGE + API, LINK);
    const late = isTrusted();
    await setImmediate();
    hold(API, OWN);
    expect(await early).toBe(true);
    expect(await late).toBe(true);
  });

  test('is nobody’s where the browser tells only now that the one before was held', async () => {
    const { navigations, isTrusted, hold } = rig();
    navigations.begin(1, API);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    navigations.begin(1, API);
    navigations.commit(1, API, LINK);
    navigations.begin(1, API);
    hold(API, OWN);
    navigations.commit(1, HOLD_PAGE + API, LINK);
    hold(API, 'https://evil.example.net');
    expect(await isTrusted()).toBe(false);
  });

  test.each([
    ['came to its end', (navigations: TabNavigations) => navigations.commit(1, API, TYPED)],
    ['was closed', (navigations: TabNavigations) => navigations.close(1)],
  ])('is nobody’s once the one before %s', async (_, end) => {
    const { navigations, isTrusted, hold } = rig();
    navigations.begin(1, API);
    hold(API, OWN);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    end(navigations);
    // A page opens the hold page itself.
    navigations.begin(1, HOLD_PAGE + API);
    navigations.commit(1, HOLD_PAGE + API, LINK);
    expect(await isTrusted()).toBe(false);
  });

  test('in a tab that waits already is asked about anew', async () => {
    const { navigations, isTrusted, hold } = rig();
    navigations.begin(1, API);
    hold(API, null);
    navigations.commit(1, HOLD_PAGE + API, TYPED);
    navigations.begin(1, HOLD_PAGE + API);
    navigations.commit(1, HOLD_PAGE + API, LINK);
    expect(await isTrusted()).toBe(false);
  });
});

describe.concurrent('a redirect of what was let through', SLOW, () => {
  const next = `${API}/next`;

  test('needs no question', async () => {
    const { navigations, isTrusted, hold } = rig();
    navigations.begin(1, API);
    const number = navigations.numberOf(1);
    navigations.redirect(1, API, next, null);
    hold(next, null);
    navigations.approve(1, number);
    navigations.commit(1, HOLD_PAGE + next, LINK);
    expect(await isTrusted(next)).toBe(true);
  });

  test('is not that of another navigation of the tab', async () => {
    const { navigations, isTrusted, hold } = rig();
    navigations.begin(1, API);
    const number = navigations.numberOf(1);
    navigations.begin(1, next);
    hold(next, null);
    navigations.approve(1, number);
    navigations.commit(1, HOLD_PAGE + next, LINK);
    expect(await isTrusted(next)).toBe(false);
  });

  test('and of what a page has sent is that page’s, where the browser tells of the request alone', async () => {
    const { navigations, isTrusted } = rig();
    navigations.begin(1, API);
    navigations.request(1, API, OWN);
    navigations.redirect(1, API, next, OWN);
    navigations.request(1, next, OWN);
    navigations.commit(1, HOLD_PAGE + next, LINK);
    expect(await isTrusted(next)).toBe(true);
  });

  test('by way of somewhere else asks', async () => {
    const { navigations, isTrusted } = rig();
    navigations.begin(1, API);
    navigations.approve(1, navigations.numberOf(1));
    navigations.redirect(1, API, 'https://evil.example.net/', null);
    navigations.commit(1, HOLD_PAGE + next, LINK);
    expect(await isTrusted(next)).toBe(false);
  });
});
