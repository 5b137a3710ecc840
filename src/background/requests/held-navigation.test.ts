import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';

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
