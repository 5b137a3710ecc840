import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuthError } from '../../core/auth-error';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';
import { PoolWindow } from '../../testing/pool-window';

let rig: BackgroundRig;
let window: PoolWindow;

beforeEach(async () => {
  rig = await createBackgroundRig();
  window = new PoolWindow(rig);
});

afterEach(() => rig.close());

const blocked = () => rig.netRules.rules.filter(({ action }) => action.type === 'block');

describe('in a window of the browser’s own', () => {
  test('ends with a bearer', async () => {
    rig.signInWindow.visit = (url) => window.visit(url);
    await window.begin(window.hostedForm());
    await expect.poll(async () => (await window.session()).kind).toBe('signedIn');
    expect(rig.netRules.bearers).toHaveLength(1);
    expect([blocked(), rig.signInWindow.tabs.size]).toEqual([[], 0]);
  });

  test.each(['hostedUiCancelled', 'hostedUiUnopened'] as const)('that fails says %s', async (code) => {
    rig.signInWindow.visit = async () => {
      throw new AuthError(code);
    };
    await window.begin(window.hostedForm());
    await expect.poll(() => window.session()).toMatchObject({ kind: 'signedOut', problem: { code } });
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
    await window.begin(window.hostedForm());
    const answerUrl = await window.visit(openedUrl);
    await rig.stateAfter({ type: 'cancelSignIn' });
    goOn(answerUrl);
    await rig.stateAfter({ type: 'getState' });
    expect(await window.session()).toEqual({ kind: 'signedOut', problem: null });
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
  });

  test('O10: whose worker is gone is given up at once; one that is awaited is not', async () => {
    rig.signInWindow.visit = () => new Promise(() => undefined);
    await window.begin(window.hostedForm());
    await rig.lifecycle().attend();
    expect((await window.session()).kind).toBe('redirected');
    await rig.restart();
    expect(await window.session()).toMatchObject({ kind: 'signedOut', problem: { code: 'interrupted' } });
  });
});

describe('a session of the hosted UI', () => {
  const tokens = { idTokenSeconds: 3600, accessTokenSeconds: 3600 };

  test('is renewed at the token endpoint, and given back there', async () => {
    await window.begin(window.appForm({}, tokens));
    await window.answerInTab();
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
    await window.begin(window.appForm());
    await window.answerInTab();
    rig.pool.failNext({ kind: 'drop', operation: '/oauth2/revoke' });
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    expect([await window.session(), rig.netRules.bearers]).toEqual([
      { kind: 'signedOut', problem: null },
      [],
    ]);
    await expect.poll(() => rig.pool.oauthCallsOf('/oauth2/revoke')).toHaveLength(1);
    await expect.poll(() => rig.alarmMs()).not.toBeNull();
    await rig.restart();
    await rig.fireAlarm();
    const statuses = rig.pool.oauthCallsOf('/oauth2/revoke').map(({ status }) => status);
    expect(statuses).toEqual([0, 200]);
  });

  test('without a refresh token is renewed in silence, until the user has signed out there', async () => {
    rig.signInWindow.visit = (url) => window.visit(url);
    await window.begin(
      window.hostedForm({ signInMethod: 'hostedUiImplicit' }, { oauthFlows: ['implicit'], ...tokens }),
    );
    await expect.poll(async () => (await window.session()).kind).toBe('signedIn');
    const [first] = rig.netRules.bearers;
    await rig.fireAlarm();
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.netRules.bearers).not.toContain(first);
    window.browser.clearCookies();
    const problem = { code: 'hostedUiLoginRequired' };
    await rig.fireAlarm();
    expect(await window.session()).toMatchObject({ kind: 'signedIn', problem });
    expect(rig.netRules.bearers).toHaveLength(1);
    await rig.fireAlarm();
    expect(await window.session()).toMatchObject({ kind: 'lapsed', problem });
    expect(rig.netRules.bearers).toEqual([]);
  });

  test('that becomes another user’s in silence is stopped', async () => {
    rig.pool.addUser({ username: 'mallory', password: PASSWORD });
    rig.signInWindow.visit = (url) => window.visit(url);
    await window.begin(
      window.hostedForm({ signInMethod: 'hostedUiImplicit' }, { oauthFlows: ['implicit'], ...tokens }),
    );
    await expect.poll(async () => (await window.session()).kind).toBe('signedIn');
    window.browser.clearCookies();
    rig.signInWindow.visit = async (url) => {
      await window.browser.open(url.replace('prompt=none', 'prompt=login'));
      return (await window.browser.signIn('mallory', PASSWORD)).url.href;
    };
    await rig.fireAlarm();
    expect(await window.session()).toMatchObject({ kind: 'lapsed', problem: { code: 'otherUser' } });
    expect(rig.netRules.bearers).toEqual([]);
  });

  test('ends in the hosted UI too where that was asked for', async () => {
    await window.begin(window.appForm());
    await window.answerInTab();
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: true });
    const [, url] = window.theTab();
    expect((await window.browser.open(url)).url.pathname).toBe('/login');
  });
});

test('client credentials give a bearer, renewed in time, and no user', async () => {
  const machine = { clientSecret: 's3cret', oauthFlows: ['client_credentials'] } as const;
  const form = {
    signInMethod: 'clientCredentials',
    clientSecret: 's3cret',
    oauthScopes: 'api/read',
  } as const;
  const { session: signedIn, form: saved } = await window.begin(window.hostedForm(form, machine));
  expect(signedIn).toMatchObject({ kind: 'signedIn', username: saved.clientId });
  const [first] = rig.netRules.bearers;
  await rig.fireAlarm();
  expect(rig.netRules.bearers).toHaveLength(1);
  expect(rig.netRules.bearers).not.toContain(first);
});
