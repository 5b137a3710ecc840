import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';
import { ME, Wire } from '../../testing/wire';

const URL_ASKED_FOR = 'https://api.example.com/v1?x=1#y';
let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

const armed = () => rig.netRules.rules.filter(({ action }) => action.type === 'allow');

describe('a held navigation', () => {
  test('goes on where there is a token, and only with the rule that carries it in place', async () => {
    await rig.signIn();
    rig.netRules.sets.session = [];
    expect(await rig.resume(URL_ASKED_FOR)).toEqual({ kind: 'continue', url: URL_ASKED_FOR });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(armed()).toHaveLength(1);
  });

  test.each([
    ['HTTPS://API.example.com:443/a/../b', 'https://api.example.com/b'],
    [' https://api.example.com', 'https://api.example.com/'],
    ['https://api.example.com/?to=https://evil.com/', 'https://api.example.com/?to=https://evil.com/'],
  ])('goes on from %j as the browser reads it', async (asked, url) => {
    await rig.signIn();
    expect(await rig.resume(asked)).toEqual({ kind: 'continue', url });
  });

  test('renews a token that is due before it goes on', async () => {
    await rig.signIn();
    const before = rig.netRules.bearers;
    rig.clock.advance(8 * 3_600_000);
    expect((await rig.resume(URL_ASKED_FOR)).kind).toBe('continue');
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.netRules.bearers).not.toEqual(before);
  });

  test('waits for the user after a browser start', async () => {
    await rig.signIn();
    await rig.restartBrowser();
    expect(await rig.resume(URL_ASKED_FOR)).toEqual({
      kind: 'wait',
      host: 'https://api.example.com',
      session: { kind: 'signedOut', problem: null },
      isApproved: false,
    });
  });

  test('waits for a pool that cannot be reached, and goes on when it is back', async () => {
    await rig.signIn();
    rig.clock.advance(8 * 3_600_000);
    rig.pool.failNext('serverError', 1_000);
    expect(await rig.resume(URL_ASKED_FOR)).toMatchObject({ kind: 'wait', session: { kind: 'signedIn' } });
    expect(rig.netRules.bearers).toEqual([]);
    rig.pool.stopFailing();
    rig.clock.advance(3_600_000);
    expect(await rig.resume(URL_ASKED_FOR)).toEqual({ kind: 'continue', url: URL_ASKED_FOR });
  });

  test('waits for a code', async () => {
    await rig.signIn(rig.formFor({}, { mfa: { sms: '+4915112345678' } }));
    expect(await rig.resume(URL_ASKED_FOR)).toMatchObject({ kind: 'wait', session: { kind: 'challenged' } });
  });

  test.each([
    '',
    'api.example.com',
    '/v1',
    '//api.example.com/v1',
    '?x',
    'https://',
    'javascript:alert(1)',
    'javascript://api.example.com/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://api.example.com/1',
    'about:blank',
    'file:///etc/hosts',
    'view-source:https://api.example.com/',
    'chrome-extension://id/src/popup/popup.html',
    'http://api.example.com/',
    'https://api.example.com:8443/',
    'https://other.example.com/',
    'https://sub.api.example.com/',
    'https://api.example.com./',
    'https://api.example.com.evil.com/',
    'https://evil.com/https://api.example.com/',
    'https://evil.com/?https://api.example.com/',
    'https://evil.com\\@api.example.com/',
    'https://user@api.example.com/',
    'https://user:pw@api.example.com/',
    'https://api.example.com@evil.com/',
    'https://api.example.com:443@evil.com/',
  ])('to %j is refused, signed in or not', async (url) => {
    expect(await rig.resume(url)).toEqual({ kind: 'refused' });
    await rig.signIn();
    expect(await rig.resume(url)).toEqual({ kind: 'refused' });
    expect(rig.pool.callsOf('GetTokensFromRefreshToken')).toHaveLength(0);
  });

  test('keeps to the path and to the wildcard of its host', async () => {
    await rig.signIn({ ...rig.formFor(), apiHosts: 'api.example.com/v1\n*.b.example' });
    const urls = ['https://api.example.com/v1/x', 'https://api.example.com/v10', 'https://a.b.example/'];
    expect(
      (await Promise.all([...urls, 'https://ab.example/'].map((url) => rig.resume(url)))).map(
        ({ kind }) => kind,
      ),
    ).toEqual(['continue', 'refused', 'continue', 'refused']);
  });
});

describe('at a host that asks first', () => {
  const host = 'https://api.example.com';
  const wire = () => new Wire(rig);
  const resume = (url: string, isApproved = false, tabId = 1) =>
    rig.send({ type: 'resumeNavigation', url, tabId, isApproved });

  async function signIn(settings: object = {}): Promise<void> {
    await rig.signIn();
    await rig.stateAfter({
      type: 'changeSettings',
      settings: { hostScopes: { [host]: 'asksFirst' }, ...settings },
    });
  }

  test('every navigation is held while there is a token, whether or not others wait for one', async () => {
    await signIn({ holdNavigations: false });
    expect([wire().navigated(1), wire().linked(1)]).toEqual(['held', 'held']);
    expect(wire().fetched()).toMatch(/^Bearer eyJ/);
    await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
    expect(wire().navigated(1)).toBeUndefined();
  });

  test('one that was typed goes on, once, in its tab and to its URL', async () => {
    await signIn();
    await rig.holdTab(1, ME, 'typed');
    expect(await resume(ME)).toEqual({ ok: true, value: { kind: 'continue', url: ME, isNewPass: true } });
    expect(wire().navigated(1)).toMatch(/^Bearer eyJ/);
    expect([wire().navigated(2), wire().navigated(1, `${host}/other`)]).toEqual(['held', 'held']);
    await rig.sendFromTab(1, ME);
    expect(wire().navigated(1)).toBe('held');
  });

  test('one that was let through in the same moment is not left without a token', async () => {
    await signIn();
    await rig.holdTab(1, ME, 'typed');
    await resume(ME);
    await rig.sendFromTab(1, ME);
    expect(wire().letThroughBefore(1)).toMatch(/^Bearer eyJ/);
    expect(wire().letThroughBefore(2)).toBeUndefined();
    await rig.showInTab(1, ME);
    expect(wire().letThroughBefore(1)).toBeUndefined();
    // It goes on again, by a pass of its own.
    await rig.holdTab(1, ME, 'reload');
    expect(await resume(ME)).toMatchObject({ value: { kind: 'continue', isNewPass: true } });
    expect(wire().navigated(1)).toMatch(/^Bearer eyJ/);
  });

  test('one by a link of somebody else’s page goes on only with the user’s word', async () => {
    await signIn();
    await rig.holdTab(1, ME, 'link', 'https://evil.example.net');
    expect(await resume(ME)).toEqual({ ok: true, value: { kind: 'ask', host } });
    expect(wire().navigated(1)).toBe('held');
    expect(await resume(ME, true)).toMatchObject({ value: { kind: 'continue' } });
    expect(wire().navigated(1)).toMatch(/^Bearer eyJ/);
  });

  test('one whose worker is gone asks: who began it is not known any more', async () => {
    await signIn();
    await rig.holdTab(1, ME, 'typed');
    await rig.restart();
    expect(await resume(ME)).toMatchObject({ value: { kind: 'ask' } });
  });

  test('one of a page whose access was refused asks', async () => {
    const allowedPages = 'https://app.example.org';
    await rig.signIn({ ...rig.formFor(), allowedPages });
    await rig.stateAfter({ type: 'changeSettings', settings: { hostScopes: { [host]: 'asksFirst' } } });
    await rig.holdTab(1, ME, 'link', allowedPages);
    expect(await resume(ME)).toMatchObject({ value: { kind: 'continue' } });
    rig.missingAccess.add(`${allowedPages}/*`);
    await rig.holdTab(2, ME, 'link', allowedPages);
    expect(await resume(ME, false, 2)).toMatchObject({ value: { kind: 'ask' } });
  });

  test('what was let through stays so while it waits for the sign-in', async () => {
    await signIn();
    await rig.restartBrowser();
    await rig.holdTab(1, ME, 'typed');
    expect(await resume(ME)).toMatchObject({ value: { kind: 'wait', isApproved: true } });
  });

  test('with a token for every request each navigation gets one of its own', async () => {
    await rig.signIn({ ...rig.formFor(), fetchMode: 'everyRequest' });
    await rig.stateAfter({ type: 'changeSettings', settings: { hostScopes: { [host]: 'asksFirst' } } });
    await rig.holdTab(1, ME, 'link', 'https://evil.example.net');
    expect(await resume(ME)).toMatchObject({ value: { kind: 'ask' } });
    expect(await resume(ME, true)).toMatchObject({ value: { kind: 'continue', isNewPass: true } });
    expect(wire().navigated(1)).not.toBe(wire().fetched());
  });
});
