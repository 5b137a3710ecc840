import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';
import { PoolWindow } from '../../testing/pool-window';

const TEN_MINUTES_MS = 10 * 60_000;

let rig: BackgroundRig;
let window: PoolWindow;

beforeEach(async () => {
  rig = await createBackgroundRig();
  window = new PoolWindow(rig);
});

afterEach(() => rig.close());

const blocked = () => rig.netRules.rules.filter(({ action }) => action.type === 'block');

describe('in a tab, with another application’s callback', () => {
  test('O10: an answer that comes after ten minutes is not used, even before the alarm', async () => {
    await window.begin(window.appForm());
    rig.clock.advance(TEN_MINUTES_MS);
    await window.answerInTab();
    expect(await window.session()).toMatchObject({
      kind: 'signedOut',
      problem: { code: 'hostedUiTimedOut' },
    });
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
    expect(rig.signInWindow.tabs.size).toBe(0);
  });

  test('hears of tabs while one may bring an answer, and else is not woken by them', async () => {
    await rig.lifecycle().start();
    expect(rig.watchesTabs()).toBe(false);
    await window.begin(window.appForm());
    expect(rig.watchesTabs()).toBe(true);
    await rig.restart();
    expect(rig.watchesTabs()).toBe(true);
    await window.answerInTab();
    expect(rig.watchesTabs()).toBe(false);
  });

  test('opens the pool’s page behind a rule for that tab, and ends with a bearer and no trace', async () => {
    expect((await window.begin(window.appForm())).session).toMatchObject({ kind: 'redirected' });
    const [tabId] = window.theTab();
    expect(blocked()).toMatchObject([
      {
        condition: {
          urlFilter: '|https://app.example.com/callback^',
          tabIds: [tabId],
          resourceTypes: ['main_frame'],
        },
      },
    ]);
    await window.answerInTab();
    expect(await window.session()).toMatchObject({ kind: 'signedIn', username: 'alice' });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
    for (const name of ['codeVerifier', 'redirected', 'nonce']) expect(rig.storage.text).not.toContain(name);
  });

  test('fills in the domain that the pool tells', async () => {
    const state = await window.begin(window.appForm());
    expect(state.form.hostedUiDomain).toBe(rig.pool.loginDomain);
  });

  test.each(['127.0.0.1', 'app.example.com'])(
    'without access to %s opens nothing and says so',
    async (host) => {
      const scheme = host === '127.0.0.1' ? 'http' : 'https';
      rig.missingAccess.add(`${scheme}://${host}/*`);
      const form = window.appForm();
      const state = await window.begin(form);
      expect(state.session).toMatchObject({ problem: { code: 'hostedUiAccessMissing', detail: host } });
      expect(state.form.hostedUiDomain).toBe(rig.pool.loginDomain);
      expect(rig.signInWindow.tabs.size).toBe(0);
      rig.missingAccess.clear();
      expect((await window.begin(form)).session.kind).toBe('redirected');
    },
  );

  test('goes on by itself once the access is there, and not before', async () => {
    rig.missingAccess.add('https://app.example.com/*');
    await window.begin(window.appForm());
    await rig.changeAccess();
    expect(await window.session()).toMatchObject({ problem: { code: 'hostedUiAccessMissing' } });
    expect(rig.signInWindow.tabs.size).toBe(0);
    rig.missingAccess.clear();
    await rig.changeAccess();
    expect(await window.session()).toMatchObject({ kind: 'redirected' });
    await window.answerInTab();
    expect(await window.session()).toMatchObject({ kind: 'signedIn', username: 'alice' });
    await rig.changeAccess();
    expect(await window.session()).toMatchObject({ kind: 'signedIn' });
  });

  test('opens nothing for access that comes after the user has left', async () => {
    await window.begin(window.appForm());
    await rig.closeTab(window.theTab()[0]);
    await rig.changeAccess();
    expect(await window.session()).toMatchObject({ problem: { code: 'hostedUiCancelled' } });
  });

  test('O10: outlives the worker', async () => {
    await window.begin(window.appForm());
    await rig.restart();
    expect(await window.session()).toMatchObject({ kind: 'redirected' });
    expect(blocked()).toHaveLength(1);
    await window.answerInTab();
    expect(await window.session()).toMatchObject({ kind: 'signedIn', username: 'alice' });
  });

  test('O3: an answer is used once', async () => {
    await window.begin(window.appForm());
    const [tabId] = window.theTab();
    const answerUrl = await window.answerInTab();
    await rig.navigateTab(tabId, answerUrl);
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toHaveLength(1);
    expect((await window.session()).kind).toBe('signedIn');
  });

  test('O3: an answer that two events bring at once is used once', async () => {
    await window.begin(window.appForm());
    const [tabId, url] = window.theTab();
    const answerUrl = await window.visit(url);
    await Promise.all([rig.navigateTab(tabId, answerUrl), rig.navigateTab(tabId, answerUrl)]);
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toHaveLength(1);
    expect((await window.session()).kind).toBe('signedIn');
  });

  test('a worker that dies while it asks for tokens leaves a word and nothing to use again', async () => {
    await window.begin(window.appForm());
    rig.pool.failNext({ kind: 'hang', operation: '/oauth2/token' });
    const [tabId, url] = window.theTab();
    const answerUrl = await window.visit(url);
    void rig.navigateTab(tabId, answerUrl);
    await expect.poll(() => rig.pool.oauthCallsOf('/oauth2/token')).toHaveLength(1);
    await rig.restart();
    expect(await window.session()).toMatchObject({ kind: 'signedOut', problem: { code: 'interrupted' } });
    await rig.navigateTab(tabId, answerUrl);
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toHaveLength(1);
    expect(rig.signInWindow.tabs.size).toBe(0);
  });

  test('other tabs and other pages of the callback’s host are none of its business', async () => {
    await window.begin(window.appForm());
    const [tabId, url] = window.theTab();
    const answerUrl = await window.visit(url);
    await rig.navigateTab(tabId + 1, answerUrl);
    await rig.navigateTab(tabId, 'https://app.example.com/');
    await rig.navigateTab(tabId, 'about:blank');
    expect((await window.session()).kind).toBe('redirected');
    await rig.navigateTab(tabId, answerUrl);
    expect((await window.session()).kind).toBe('signedIn');
  });

  test('a tampered state ends the attempt, and the tab with it', async () => {
    await window.begin(window.appForm());
    rig.pool.tamperNextRedirect({ state: 'another' });
    await window.answerInTab();
    expect(await window.session()).toMatchObject({
      problem: { code: 'hostedUiAnswerRejected', detail: 'state' },
    });
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });

  test('closing the tab cancels', async () => {
    await window.begin(window.appForm());
    const [tabId] = window.theTab();
    await rig.closeTab(tabId + 1);
    expect((await window.session()).kind).toBe('redirected');
    await rig.closeTab(tabId);
    expect(await window.session()).toMatchObject({
      kind: 'signedOut',
      problem: { code: 'hostedUiCancelled' },
    });
    expect(blocked()).toEqual([]);
  });

  test.each([
    ['Cancel', { type: 'cancelSignIn' }],
    ['signing out', { type: 'signOut', everywhere: false, hostedUi: false }],
  ] as const)('%s closes the tab, whose late answer comes to nothing', async (_, request) => {
    await window.begin(window.appForm());
    const [tabId, url] = window.theTab();
    const answerUrl = await window.visit(url);
    expect((await rig.stateAfter(request)).session).toEqual({ kind: 'signedOut', problem: null });
    await rig.navigateTab(tabId, answerUrl);
    expect((await window.session()).kind).toBe('signedOut');
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });

  test('O10: is given up after ten minutes', async () => {
    await window.begin(window.appForm());
    expect(rig.alarmMs()).toBe(rig.clock.nowMs + TEN_MINUTES_MS);
    await rig.fireAlarm();
    expect(await window.session()).toMatchObject({
      kind: 'signedOut',
      problem: { code: 'hostedUiTimedOut' },
    });
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });

  test('O10: a second sign-in cancels the first', async () => {
    const form = window.appForm();
    await window.begin(form);
    const [firstTab, firstUrl] = window.theTab();
    const firstAnswer = await window.visit(firstUrl);
    await window.begin(form);
    expect(window.theTab()[0]).not.toBe(firstTab);
    await rig.navigateTab(firstTab, firstAnswer);
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
    await window.answerInTab();
    expect((await window.session()).kind).toBe('signedIn');
  });

  test('O10: two sign-ins at once leave one attempt and one tab', async () => {
    const form = window.appForm();
    await Promise.all([window.begin(form), window.begin(form)]);
    await window.answerInTab();
    expect((await window.session()).kind).toBe('signedIn');
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });
});
