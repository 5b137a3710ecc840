import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AppClientSettings } from '../../../e2e/user-pool/app-clients';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import { TestBrowser } from '../../../e2e/user-pool/testing/test-browser';
import { AuthError } from '../../core/auth-error';
import type { ProfileForm } from '../../core/profile/profile-form';
import type { PopupState } from '../../core/views/popup-state';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';
import { APP_CALLBACK, HOSTED_APP } from '../../testing/hosted-ui-rig';

const TEN_MINUTES_MS = 10 * 60_000;

let keys: SigningKeys;
let rig: BackgroundRig;
let browser: TestBrowser;

beforeAll(async () => {
  keys = await generateSigningKeys();
});

beforeEach(async () => {
  rig = await createBackgroundRig(keys);
  browser = new TestBrowser(rig.pool);
});

afterEach(() => rig.close());

function hostedForm(form: Partial<ProfileForm> = {}, settings: Partial<AppClientSettings> = {}): ProfileForm {
  const client = { ...HOSTED_APP, ...settings };
  return { ...rig.formFor(client), signInMethod: 'hostedUi', username: '', ...form };
}

/** Another application's callback, in a tab. */
function appForm(form: Partial<ProfileForm> = {}, settings: Partial<AppClientSettings> = {}): ProfileForm {
  return hostedForm({ callbackUrl: APP_CALLBACK, ...form }, settings);
}

async function begin(form: ProfileForm): Promise<PopupState> {
  return rig.stateAfter({ type: 'signIn', form, credential: '' });
}

async function session() {
  return (await rig.stateAfter({ type: 'getState' })).session;
}

/** The user signs in at a page of the pool. @returns where the answer goes */
async function visit(url: string): Promise<string> {
  const page = await browser.open(url);
  if (page.url.pathname !== '/login') return page.url.href;
  return (await browser.signIn('alice', PASSWORD)).url.href;
}

/** The one tab that is open, and what it shows. */
function theTab(): [number, string] {
  const [tab, ...more] = rig.signInWindow.tabs;
  if (!tab || more.length > 0) throw new Error(`${rig.signInWindow.tabs.size} tabs are open`);
  return tab;
}

/** The user signs in in the tab. @returns the answer, which the tab has gone to */
async function answerInTab(): Promise<string> {
  const [tabId, url] = theTab();
  const answerUrl = await visit(url);
  await rig.navigateTab(tabId, answerUrl);
  return answerUrl;
}

const blocked = () => rig.netRules.rules.filter(({ action }) => action.type === 'block');

describe('in a tab, with another application’s callback', () => {
  test('O10: an answer that comes after ten minutes is not used, even before the alarm', async () => {
    await begin(appForm());
    rig.clock.advance(TEN_MINUTES_MS);
    await answerInTab();
    expect(await session()).toMatchObject({ kind: 'signedOut', problem: { code: 'hostedUiTimedOut' } });
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
    expect(rig.signInWindow.tabs.size).toBe(0);
  });

  test('hears of tabs while one may bring an answer, and else is not woken by them', async () => {
    await rig.lifecycle().start();
    expect(rig.watchesTabs()).toBe(false);
    await begin(appForm());
    expect(rig.watchesTabs()).toBe(true);
    await rig.restart();
    expect(rig.watchesTabs()).toBe(true);
    await answerInTab();
    expect(rig.watchesTabs()).toBe(false);
  });

  test('opens the pool’s page behind a rule for that tab, and ends with a bearer and no trace', async () => {
    expect((await begin(appForm())).session).toMatchObject({ kind: 'redirected' });
    const [tabId] = theTab();
    expect(blocked()).toMatchObject([
      {
        condition: {
          urlFilter: '|https://app.example.com/callback^',
          tabIds: [tabId],
          resourceTypes: ['main_frame'],
        },
      },
    ]);
    await answerInTab();
    expect(await session()).toMatchObject({ kind: 'signedIn', username: 'alice' });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
    for (const name of ['codeVerifier', 'redirected', 'nonce']) expect(rig.storage.text).not.toContain(name);
  });

  test('fills in the domain that the pool tells', async () => {
    const state = await begin(appForm());
    expect(state.form.hostedUiDomain).toBe(rig.pool.loginDomain);
  });

  test.each(['127.0.0.1', 'app.example.com'])(
    'without access to %s opens nothing and says so',
    async (host) => {
      const scheme = host === '127.0.0.1' ? 'http' : 'https';
      rig.missingAccess.add(`${scheme}://${host}/*`);
      const form = appForm();
      const state = await begin(form);
      expect(state.session).toMatchObject({ problem: { code: 'hostedUiAccessMissing', detail: host } });
      expect(state.form.hostedUiDomain).toBe(rig.pool.loginDomain);
      expect(rig.signInWindow.tabs.size).toBe(0);
      rig.missingAccess.clear();
      expect((await begin(form)).session.kind).toBe('redirected');
    },
  );

  test('goes on by itself once the access is there, and not before', async () => {
    rig.missingAccess.add('https://app.example.com/*');
    await begin(appForm());
    await rig.changeAccess();
    expect(await session()).toMatchObject({ problem: { code: 'hostedUiAccessMissing' } });
    expect(rig.signInWindow.tabs.size).toBe(0);
    rig.missingAccess.clear();
    await rig.changeAccess();
    expect(await session()).toMatchObject({ kind: 'redirected' });
    await answerInTab();
    expect(await session()).toMatchObject({ kind: 'signedIn', username: 'alice' });
    await rig.changeAccess();
    expect(await session()).toMatchObject({ kind: 'signedIn' });
  });

  test('opens nothing for access that comes after the user has left', async () => {
    await begin(appForm());
    await rig.closeTab(theTab()[0]);
    await rig.changeAccess();
    expect(await session()).toMatchObject({ problem: { code: 'hostedUiCancelled' } });
  });

  test('O10: outlives the worker', async () => {
    await begin(appForm());
    await rig.restart();
    expect(await session()).toMatchObject({ kind: 'redirected' });
    expect(blocked()).toHaveLength(1);
    await answerInTab();
    expect(await session()).toMatchObject({ kind: 'signedIn', username: 'alice' });
  });

  test('O3: an answer is used once', async () => {
    await begin(appForm());
    const [tabId] = theTab();
    const answerUrl = await answerInTab();
    await rig.navigateTab(tabId, answerUrl);
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toHaveLength(1);
    expect((await session()).kind).toBe('signedIn');
  });

  test('O3: an answer that two events bring at once is used once', async () => {
    await begin(appForm());
    const [tabId, url] = theTab();
    const answerUrl = await visit(url);
    await Promise.all([rig.navigateTab(tabId, answerUrl), rig.navigateTab(tabId, answerUrl)]);
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toHaveLength(1);
    expect((await session()).kind).toBe('signedIn');
  });

  test('a worker that dies while it asks for tokens leaves a word and nothing to use again', async () => {
    await begin(appForm());
    rig.pool.failNext({ kind: 'hang', operation: '/oauth2/token' });
    const [tabId, url] = theTab();
    const answerUrl = await visit(url);
    void rig.navigateTab(tabId, answerUrl);
    await expect.poll(() => rig.pool.oauthCallsOf('/oauth2/token')).toHaveLength(1);
    await rig.restart();
    expect(await session()).toMatchObject({ kind: 'signedOut', problem: { code: 'interrupted' } });
    await rig.navigateTab(tabId, answerUrl);
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toHaveLength(1);
    expect(rig.signInWindow.tabs.size).toBe(0);
  });

  test('other tabs and other pages of the callback’s host are none of its business', async () => {
    await begin(appForm());
    const [tabId, url] = theTab();
    const answerUrl = await visit(url);
    await rig.navigateTab(tabId + 1, answerUrl);
    await rig.navigateTab(tabId, 'https://app.example.com/');
    await rig.navigateTab(tabId, 'about:blank');
    expect((await session()).kind).toBe('redirected');
    await rig.navigateTab(tabId, answerUrl);
    expect((await session()).kind).toBe('signedIn');
  });

  test('a tampered state ends the attempt, and the tab with it', async () => {
    await begin(appForm());
    rig.pool.tamperNextRedirect({ state: 'another' });
    await answerInTab();
    expect(await session()).toMatchObject({ problem: { code: 'hostedUiAnswerRejected', detail: 'state' } });
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });

  test('closing the tab cancels', async () => {
    await begin(appForm());
    const [tabId] = theTab();
    await rig.closeTab(tabId + 1);
    expect((await session()).kind).toBe('redirected');
    await rig.closeTab(tabId);
    expect(await session()).toMatchObject({ kind: 'signedOut', problem: { code: 'hostedUiCancelled' } });
    expect(blocked()).toEqual([]);
  });

  test.each([
    ['Cancel', { type: 'cancelSignIn' }],
    ['signing out', { type: 'signOut', everywhere: false, hostedUi: false }],
  ] as const)('%s closes the tab, whose late answer comes to nothing', async (_, request) => {
    await begin(appForm());
    const [tabId, url] = theTab();
    const answerUrl = await visit(url);
    expect((await rig.stateAfter(request)).session).toEqual({ kind: 'signedOut', problem: null });
    await rig.navigateTab(tabId, answerUrl);
    expect((await session()).kind).toBe('signedOut');
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });

  test('O10: is given up after ten minutes', async () => {
    await begin(appForm());
    expect(rig.alarmMs()).toBe(rig.clock.nowMs + TEN_MINUTES_MS);
    await rig.fireAlarm();
    expect(await session()).toMatchObject({ kind: 'signedOut', problem: { code: 'hostedUiTimedOut' } });
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });

  test('O10: a second sign-in cancels the first', async () => {
    const form = appForm();
    await begin(form);
    const [firstTab, firstUrl] = theTab();
    const firstAnswer = await visit(firstUrl);
    await begin(form);
    expect(theTab()[0]).not.toBe(firstTab);
    await rig.navigateTab(firstTab, firstAnswer);
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
    await answerInTab();
    expect((await session()).kind).toBe('signedIn');
  });

  test('O10: two sign-ins at once leave one attempt and one tab', async () => {
    const form = appForm();
    await Promise.all([begin(form), begin(form)]);
    await answerInTab();
    expect((await session()).kind).toBe('signedIn');
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });
});

describe('in a window of the browser’s own', () => {
  test('ends with a bearer', async () => {
    rig.signInWindow.visit = visit;
    await begin(hostedForm());
    await expect.poll(async () => (await session()).kind).toBe('signedIn');
    expect(rig.netRules.bearers).toHaveLength(1);
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });

  test.each(['hostedUiCancelled', 'hostedUiUnopened'] as const)('that fails says %s', async (code) => {
    rig.signInWindow.visit = async () => {
      throw new AuthError(code);
    };
    await begin(hostedForm());
    await expect.poll(session).toMatchObject({ kind: 'signedOut', problem: { code } });
  });

  test('that is cancelled here comes to nothing when the user goes on there', async () => {
    let goOn = (_answerUrl: string): void => undefined;
    let openedUrl = '';
    rig.signInWindow.visit = (url) => {
      openedUrl = url;
      return new Promise((resolve) => {
        goOn = resolve;
      });
    };
    await begin(hostedForm());
    const answerUrl = await visit(openedUrl);
    await rig.stateAfter({ type: 'cancelSignIn' });
    goOn(answerUrl);
    await rig.stateAfter({ type: 'getState' });
    expect(await session()).toEqual({ kind: 'signedOut', problem: null });
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
  });

  test('O10: whose worker is gone is given up at once; one that is awaited is not', async () => {
    rig.signInWindow.visit = () => new Promise(() => undefined);
    await begin(hostedForm());
    await rig.lifecycle().attendAll();
    expect((await session()).kind).toBe('redirected');
    await rig.restart();
    expect(await session()).toMatchObject({ kind: 'signedOut', problem: { code: 'interrupted' } });
  });
});

describe('a session of the hosted UI', () => {
  const tokens = { idTokenSeconds: 3600, accessTokenSeconds: 3600 };

  test('is renewed at the token endpoint, and given back there', async () => {
    await begin(appForm({}, tokens));
    await answerInTab();
    const [first] = rig.netRules.bearers;
    await rig.fireAlarm();
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.netRules.bearers).not.toContain(first);
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    await expect.poll(() => rig.pool.oauthCallsOf('/oauth2/revoke')).toHaveLength(1);
    expect(rig.pool.callsOf('RevokeToken')).toEqual([]);
    expect(rig.pool.callsOf('GetTokensFromRefreshToken')).toEqual([]);
  });

  test('O11: is given back when the pool can be reached again', async () => {
    await begin(appForm());
    await answerInTab();
    rig.pool.failNext({ kind: 'drop', operation: '/oauth2/revoke' });
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    expect([await session(), rig.netRules.bearers]).toEqual([{ kind: 'signedOut', problem: null }, []]);
    await expect.poll(() => rig.pool.oauthCallsOf('/oauth2/revoke')).toHaveLength(1);
    await expect.poll(() => rig.alarmMs()).not.toBeNull();
    await rig.restart();
    await rig.fireAlarm();
    const statuses = rig.pool.oauthCallsOf('/oauth2/revoke').map(({ status }) => status);
    expect(statuses).toEqual([0, 200]);
  });

  test('without a refresh token is renewed in silence, until the user has signed out there', async () => {
    rig.signInWindow.visit = visit;
    await begin(hostedForm({ signInMethod: 'hostedUiImplicit' }, { oauthFlows: ['implicit'], ...tokens }));
    await expect.poll(async () => (await session()).kind).toBe('signedIn');
    const [first] = rig.netRules.bearers;
    await rig.fireAlarm();
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.netRules.bearers).not.toContain(first);
    browser.clearCookies();
    await rig.fireAlarm();
    expect(await session()).toMatchObject({ kind: 'lapsed', problem: { code: 'hostedUiLoginRequired' } });
    expect(rig.netRules.bearers).toEqual([]);
  });

  test('that becomes another user’s in silence is stopped', async () => {
    rig.pool.addUser({ username: 'mallory', password: PASSWORD });
    rig.signInWindow.visit = visit;
    await begin(hostedForm({ signInMethod: 'hostedUiImplicit' }, { oauthFlows: ['implicit'], ...tokens }));
    await expect.poll(async () => (await session()).kind).toBe('signedIn');
    browser.clearCookies();
    rig.signInWindow.visit = async (url) => {
      await browser.open(url.replace('prompt=none', 'prompt=login'));
      return (await browser.signIn('mallory', PASSWORD)).url.href;
    };
    await rig.fireAlarm();
    expect(await session()).toMatchObject({ kind: 'lapsed', problem: { code: 'otherUser' } });
    expect(rig.netRules.bearers).toEqual([]);
  });

  test('ends in the hosted UI too where that was asked for', async () => {
    await begin(appForm());
    await answerInTab();
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: true });
    const [, url] = theTab();
    expect((await browser.open(url)).url.pathname).toBe('/login');
  });
});

test('client credentials give a bearer, renewed in time, and no user', async () => {
  const machine = { clientSecret: 's3cret', oauthFlows: ['client_credentials'] } as const;
  const form = {
    signInMethod: 'clientCredentials',
    clientSecret: 's3cret',
    oauthScopes: 'api/read',
  } as const;
  const { session: signedIn, form: saved } = await begin(hostedForm(form, machine));
  expect(signedIn).toMatchObject({ kind: 'signedIn', username: saved.clientId });
  const [first] = rig.netRules.bearers;
  await rig.fireAlarm();
  expect(rig.netRules.bearers).toHaveLength(1);
  expect(rig.netRules.bearers).not.toContain(first);
});
