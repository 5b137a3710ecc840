import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import type { HoldView, Reply } from '../../core/messages/protocol';
import { PROFILES } from '../../core/storage/stored';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';
import { aForm } from '../../testing/builders';

const SIGN_OUT = { type: 'signOut', everywhere: false, hostedUi: false } as const;

const URL_ASKED_FOR = 'https://api.example.com/v1?x=1#y';
let keys: SigningKeys;
let rig: BackgroundRig;

beforeAll(async () => {
  keys = await generateSigningKeys();
});

beforeEach(async () => {
  rig = await createBackgroundRig(keys);
});

afterEach(() => rig.close());

async function signIn(form = rig.formFor()) {
  return rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
}

async function resume(url: string): Promise<HoldView> {
  const reply = (await rig.send({ type: 'resumeNavigation', url })) as Reply<HoldView>;
  if (!reply.ok) throw new Error(JSON.stringify(reply));
  return reply.value;
}

const holds = () => rig.netRules.sets.dynamic.filter(({ action }) => action.type === 'redirect');
const presigned = () => rig.netRules.sets.dynamic.filter(({ action }) => action.type === 'allow');
const armed = () => rig.netRules.rules.filter(({ action }) => action.type === 'allow');

describe('a held navigation', () => {
  test('goes on where there is a token, and only with the rule that carries it in place', async () => {
    await signIn();
    rig.netRules.sets.session = [];
    expect(await resume(URL_ASKED_FOR)).toEqual({ kind: 'continue', url: URL_ASKED_FOR });
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(armed()).toHaveLength(1);
  });

  test.each([
    ['HTTPS://API.example.com:443/a/../b', 'https://api.example.com/b'],
    [' https://api.example.com', 'https://api.example.com/'],
    ['https://api.example.com/?to=https://evil.com/', 'https://api.example.com/?to=https://evil.com/'],
  ])('goes on from %j as the browser reads it', async (asked, url) => {
    await signIn();
    expect(await resume(asked)).toEqual({ kind: 'continue', url });
  });

  test('renews a token that is due before it goes on', async () => {
    await signIn();
    const before = rig.netRules.bearers;
    rig.clock.advance(8 * 3_600_000);
    expect((await resume(URL_ASKED_FOR)).kind).toBe('continue');
    expect(rig.netRules.bearers).toHaveLength(1);
    expect(rig.netRules.bearers).not.toEqual(before);
  });

  test('waits for the user after a browser start', async () => {
    await signIn();
    await rig.restartBrowser();
    expect(await resume(URL_ASKED_FOR)).toEqual({
      kind: 'wait',
      host: 'https://api.example.com',
      session: { kind: 'signedOut', problem: null },
    });
  });

  test('waits for a pool that cannot be reached, and goes on when it is back', async () => {
    await signIn();
    rig.clock.advance(8 * 3_600_000);
    rig.pool.failNext('serverError', 1_000);
    expect(await resume(URL_ASKED_FOR)).toMatchObject({ kind: 'wait', session: { kind: 'signedIn' } });
    expect(rig.netRules.bearers).toEqual([]);
    rig.pool.stopFailing();
    rig.clock.advance(3_600_000);
    expect(await resume(URL_ASKED_FOR)).toEqual({ kind: 'continue', url: URL_ASKED_FOR });
  });

  test('waits for a code', async () => {
    await signIn(rig.formFor({}, { mfa: { sms: '+4915112345678' } }));
    expect(await resume(URL_ASKED_FOR)).toMatchObject({ kind: 'wait', session: { kind: 'challenged' } });
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
    expect(await resume(url)).toEqual({ kind: 'refused' });
    await signIn();
    expect(await resume(url)).toEqual({ kind: 'refused' });
    expect(rig.pool.callsOf('GetTokensFromRefreshToken')).toHaveLength(0);
  });

  test('keeps to the path and to the wildcard of its host', async () => {
    await signIn({ ...rig.formFor(), apiHosts: 'api.example.com/v1\n*.b.example' });
    const urls = ['https://api.example.com/v1/x', 'https://api.example.com/v10', 'https://a.b.example/'];
    expect((await Promise.all([...urls, 'https://ab.example/'].map(resume))).map(({ kind }) => kind)).toEqual(
      ['continue', 'refused', 'continue', 'refused'],
    );
  });
});

describe('the rule that holds navigations', () => {
  test('stands as soon as somebody has signed in, and beside it the one that switches it off', async () => {
    expect(rig.netRules.sets.dynamic).toEqual([]);
    await signIn();
    expect(holds()).toHaveLength(1);
    expect(presigned()).toHaveLength(4);
    expect(armed()).toHaveLength(1);
  });

  test('survives the browser, of which nothing else does: no token, no bearer, no secret', async () => {
    await signIn({ ...rig.formFor({ clientSecret: 'canary-secret' }), clientSecret: 'canary-secret' });
    const { dynamic } = rig.netRules.sets;
    await rig.restartBrowser();
    expect(rig.netRules.sets.dynamic).toEqual(dynamic);
    expect(holds()).toHaveLength(1);
    expect(armed()).toEqual([]);
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.badge()).toBe('needsUser');
    expect(rig.storage.text).not.toMatch(/eyJ|canary-secret|refreshToken/);
    expect(rig.pool.callsOf('InitiateAuth')).toHaveLength(1);
  });

  test('never holds a token or any other secret, whatever happens', async () => {
    await signIn({ ...rig.formFor({ clientSecret: 'canary-secret' }), clientSecret: 'canary-secret' });
    const token = await rig.send({ type: 'getToken' });
    const jwt = token.ok ? String(token.value) : '';
    expect(jwt).toMatch(/^eyJ/);
    rig.clock.advance(55 * 60_000);
    await rig.lifecycle().attendAll();
    const text = JSON.stringify(rig.netRules.sets.dynamic);
    expect(text).not.toMatch(/eyJ|canary-secret|Bearer|alice/);
    expect(text).not.toContain(jwt);
    expect(text).not.toContain(PASSWORD);
  });

  test('goes at the sign-out, which stays one after a browser start', async () => {
    await signIn();
    const signedOut = await rig.stateAfter(SIGN_OUT);
    expect(signedOut.session).toEqual({ kind: 'signedOut', problem: null });
    expect(holds()).toEqual([]);
    expect(presigned()).toHaveLength(4);
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.badge()).toBe('none');
    await rig.restartBrowser();
    expect(holds()).toEqual([]);
    expect(rig.badge()).toBe('none');
    await signIn({ ...signedOut.form });
    expect(holds()).toHaveLength(1);
    expect(rig.badge()).toBe('attached');
  });

  test('follows its switch, and the one that attaches the token', async () => {
    await signIn();
    expect((await rig.stateAfter({ type: 'setHold', hold: false })).holdNavigations).toBe(false);
    expect(holds()).toEqual([]);
    expect(rig.netRules.bearers).toHaveLength(1);
    await rig.restartBrowser();
    expect((await rig.stateAfter({ type: 'getState' })).holdNavigations).toBe(false);
    expect((await rig.stateAfter({ type: 'setHold', hold: true })).holdNavigations).toBe(true);
    expect(holds()).toHaveLength(1);
    await rig.stateAfter({ type: 'setAttach', attach: false });
    expect(holds()).toEqual([]);
  });
});

describe('the scope of a host', () => {
  const host = 'https://api.example.com';
  const kinds = () => rig.netRules.rules.map(({ id }) => id % 10);

  test('decides which rules stand, is shown, and outlives the browser', async () => {
    await signIn();
    const only = await rig.stateAfter({ type: 'setHostScope', host, scope: 'onlyTyped' });
    expect(only.hosts).toEqual([{ host, scope: 'onlyTyped', missingAccess: null }]);
    expect(kinds()).toEqual([2, 6]);
    expect(holds()).toHaveLength(1);
    await rig.stateAfter({ type: 'setHostScope', host, scope: 'onlyPages' });
    expect(kinds()).toEqual([1, 4, 5]);
    expect(holds()).toEqual([]);
    await rig.restartBrowser();
    expect((await rig.stateAfter({ type: 'getState' })).hosts).toMatchObject([{ scope: 'onlyPages' }]);
    await rig.stateAfter({ type: 'setHostScope', host, scope: 'pagesAndTyped' });
    expect(holds()).toHaveLength(1);
  });

  test('of one host leaves the others alone', async () => {
    await signIn({ ...rig.formFor(), apiHosts: 'api.example.com\nb.example/v1' });
    await rig.stateAfter({ type: 'setHostScope', host: 'https://b.example/v1', scope: 'onlyTyped' });
    const { hosts } = await rig.stateAfter({ type: 'setHostScope', host, scope: 'onlyPages' });
    expect(hosts.map(({ scope }) => scope)).toEqual(['onlyPages', 'onlyTyped']);
  });
});

describe('allowing a page', () => {
  const initiators = () => rig.netRules.rules.find(({ id }) => id % 10 === 1)?.condition.initiatorDomains;

  test('adds it to the form and to the rules', async () => {
    await signIn();
    const { form } = await rig.stateAfter({ type: 'allowPage', origin: 'https://app.example.org' });
    expect(form.allowedPages).toBe('https://app.example.org');
    expect(initiators()).toEqual(['api.example.com', 'app.example.org']);
    await rig.stateAfter({ type: 'allowPage', origin: 'http://localhost:5173' });
    expect(initiators()).toEqual(['api.example.com', 'app.example.org', 'localhost']);
  });

  test.each([
    'null',
    '',
    'about:blank',
    'data:text/html,x',
    'http://app.example.org',
    'https://*.example.org',
    'https://app.example.org/login',
    'https://user@app.example.org',
    'chrome-extension://id',
  ])('does not add %j, which would be no origin or a wider one', async (origin) => {
    await signIn();
    const before = rig.netRules.sets.session;
    const { form } = await rig.stateAfter({ type: 'allowPage', origin });
    expect(form.allowedPages).toBe('');
    expect(rig.netRules.sets.session).toEqual(before);
  });

  test('before the first sign-in there is nothing to allow it for', async () => {
    const request = { type: 'allowPage', origin: 'https://app.example.org' };
    expect(await rig.send(request)).toMatchObject({ ok: false, problem: { code: 'notSignedIn' } });
  });
});

describe('questions about pages and requests', () => {
  test('are answered for the active profile', async () => {
    const question = { type: 'explain', url: URL_ASKED_FOR, page: null };
    expect(await rig.send(question)).toMatchObject({ value: { code: 'noSuchHost' } });
    expect(await rig.send({ type: 'getPage', url: URL_ASKED_FOR, tabId: 1 })).toEqual({
      ok: true,
      value: { kind: 'none' },
    });
    await signIn();
    expect(await rig.send(question)).toMatchObject({ value: { code: 'sent', username: 'alice' } });
    expect(await rig.send({ type: 'getPage', url: URL_ASKED_FOR, tabId: 1 })).toMatchObject({
      value: { kind: 'apiHost', isLoadedWithToken: null },
    });
    rig.missingAccess.add('https://api.example.com/*');
    expect(await rig.send(question)).toMatchObject({ value: { code: 'accessMissing' } });
    await rig.restartBrowser();
    expect(await rig.send(question)).toMatchObject({ value: { code: 'held' } });
  });
});

describe('a profile without access', () => {
  test('does not disturb the others', async () => {
    await signIn();
    const before = rig.netRules.rules;
    const stored = await rig.storage.read(PROFILES);
    const bob = {
      ...{ id: 'p2', slot: 7, attach: true, scopes: {}, holdNavigations: true, isWanted: true },
      form: aForm({ username: 'bob', apiHosts: 'bob.example' }),
    };
    await rig.storage.write(PROFILES, { ...stored, profiles: [...stored.profiles, bob] });
    rig.missingAccess.add('https://bob.example/*');
    await rig.lifecycle().attendAll();
    expect(rig.netRules.rules.filter(({ id }) => id < 10_000)).toEqual(before);
    expect(rig.netRules.rules.filter(({ id }) => id > 10_000).map(({ id }) => id)).toEqual([70_003]);
    expect(rig.badge()).toBe('attached');
    expect(await rig.send({ type: 'explain', url: URL_ASKED_FOR, page: null })).toMatchObject({
      value: { code: 'sent', username: 'alice' },
    });
    expect((await resume('https://bob.example/')).kind).toBe('wait');
    expect((await resume(URL_ASKED_FOR)).kind).toBe('continue');
  });

  test('is told so on its icon and in its settings, and keeps its token', async () => {
    await signIn();
    rig.missingAccess.add('https://api.example.com/*');
    await rig.lifecycle().attendAll();
    expect(rig.badge()).toBe('needsAccess');
    expect((await rig.stateAfter({ type: 'getState' })).hosts).toMatchObject([
      { missingAccess: 'https://api.example.com/*' },
    ]);
    expect(rig.netRules.bearers).toHaveLength(1);
  });
});
