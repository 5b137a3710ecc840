import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProfileRequestType } from '../../core/messages/protocol';
import type { Profile } from '../../core/profile/profile';
import { slotOf } from '../../core/rules/rule-registry';
import { EMPTY_DRAFT } from '../../core/storage/draft';
import { PROFILES } from '../../core/storage/profiles';
import { sessionKey } from '../../core/storage/sessions';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';
import { aHost, aProfile } from '../../testing/builders';
import { Store } from '../state/store';

const SIGN_OUT = { type: 'signOut', everywhere: false, hostedUi: false } as const;
const BOB = 'bob';
const URL_ASKED_FOR = 'https://api.example.com/v1?x=1#y';
let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

/** Signs in alice, and bob after her, at the same host. @returns the ids of both, in their order */
async function signInBoth(): Promise<readonly [string, string]> {
  const { profileId } = await rig.signIn();
  const form = { ...rig.formFor({}, { username: 'bob' }), username: 'bob' };
  await addBob();
  await rig.stateAfter({ type: 'signIn', profileId: BOB, form, credential: PASSWORD });
  return [profileId ?? '', BOB];
}

async function addBob(overrides: Partial<Profile> = {}): Promise<void> {
  const store = new Store({ storage: rig.storage });
  const stored = await store.read(PROFILES);
  const bob = aProfile({ id: BOB, slot: 7, username: 'bob', ...overrides });
  await store.write(PROFILES, { ...stored, profiles: [...stored.profiles, bob] });
}

const stateOf = (profileId: string) => rig.stateAfter({ type: 'getState', profileId });

describe('a request', () => {
  test('is about the profile that it names, whichever was shown last', async () => {
    const [alice, bob] = await signInBoth();
    expect((await stateOf(alice)).session).toMatchObject({ kind: 'signedIn', username: 'alice' });
    expect((await stateOf(bob)).session).toMatchObject({ kind: 'signedIn', username: 'bob' });
    await rig.stateAfter({ type: 'changeSettings', profileId: alice, settings: { attach: false } });
    expect((await stateOf(bob)).session).toMatchObject({ attach: true });
    await rig.stateAfter({ ...SIGN_OUT, profileId: alice });
    expect((await stateOf(alice)).session.kind).toBe('signedOut');
    expect((await stateOf(bob)).session.kind).toBe('signedIn');
    expect(await rig.send({ type: 'getToken', profileId: alice })).toMatchObject({ ok: false });
    expect(await rig.send({ type: 'getToken', profileId: bob })).toMatchObject({ ok: true });
  });

  test('for no profile in particular is about the one that was shown last', async () => {
    const [alice, bob] = await signInBoth();
    expect((await rig.stateAfter({ type: 'getState', profileId: null })).profileId).toBe(bob);
    const { form } = await stateOf(alice);
    await rig.stateAfter({ type: 'signIn', profileId: alice, form, credential: PASSWORD });
    expect((await rig.stateAfter({ type: 'getState', profileId: null })).profileId).toBe(alice);
  });

  test('finds the draft of its own profile', async () => {
    const [alice, bob] = await signInBoth();
    const draft = { form: null, answers: { code: '12' } };
    await rig.send({ type: 'saveDraft', profileId: alice, draft });
    expect((await stateOf(alice)).draft).toEqual(draft);
    expect((await stateOf(bob)).draft).toEqual(EMPTY_DRAFT);
  });

  test.each<ProfileRequestType>([
    ...(['getState', 'resendCode', 'cancelSignIn', 'switchToHostedUi'] as const),
    ...(['changeSettings', 'allowPage', 'answerChallenge', 'getPage'] as const),
    ...(['getToken', 'refreshNow', 'signOut', 'saveDraft', 'signIn', 'forgotPassword'] as const),
  ])('%s for a profile that is not there changes nothing', async (type) => {
    const { form } = await rig.signIn();
    const before = rig.storage.text;
    const rest = {
      ...{ form, credential: PASSWORD, draft: EMPTY_DRAFT, settings: { attach: false } },
      ...{ challengeName: 'SMS_MFA', answers: {}, origin: 'https://app.example.org' },
      ...{ url: URL_ASKED_FOR, tabId: 1, everywhere: false, hostedUi: false },
    };
    const reply = await rig.send({ type, ...rest, profileId: 'nobody' });
    expect(reply).toEqual({ ok: false, problem: { code: 'notSignedIn', detail: '' } });
    expect(rig.storage.text).toBe(before);
  });
});

describe('a navigation to a host of two profiles', () => {
  const forget = async (profileId: string): Promise<void> => {
    await new Store({ storage: rig.storage }).remove(sessionKey(profileId));
    await rig.lifecycle().attend();
  };

  test('goes on where the first of them has a token', async () => {
    const [, bob] = await signInBoth();
    await forget(bob);
    expect(await rig.resume(URL_ASKED_FOR)).toEqual({ kind: 'continue', url: URL_ASKED_FOR });
  });

  test('goes on with the token of the second where the first has none', async () => {
    const [alice] = await signInBoth();
    await forget(alice);
    expect(await rig.resume(URL_ASKED_FOR)).toEqual({ kind: 'continue', url: URL_ASKED_FOR });
  });

  test('waits for the first where none has a token', async () => {
    await signInBoth();
    rig.pool.failNext('serverError', 1_000);
    rig.clock.advance(8 * 3_600_000);
    await rig.restartBrowser();
    expect(await rig.resume(URL_ASKED_FOR)).toMatchObject({ kind: 'wait', session: { kind: 'signedOut' } });
  });

  test('waits for the first that holds it', async () => {
    const [alice, bob] = await signInBoth();
    await forget(bob);
    await rig.stateAfter({ ...SIGN_OUT, profileId: alice });
    rig.pool.addUser({ username: 'carol', password: PASSWORD, mfa: { sms: '+4915112345678' } });
    const form = { ...(await stateOf(bob)).form, username: 'carol' };
    await rig.stateAfter({ type: 'signIn', profileId: bob, form, credential: PASSWORD });
    expect(await rig.resume(URL_ASKED_FOR)).toMatchObject({
      kind: 'wait',
      session: { kind: 'challenged', name: 'carol' },
    });
  });

  test('does not go on with a token that is not sent', async () => {
    const [alice, bob] = await signInBoth();
    await rig.stateAfter({ type: 'changeSettings', profileId: bob, settings: { attach: false } });
    await forget(alice);
    expect((await rig.resume(URL_ASKED_FOR)).kind).toBe('wait');
  });
});

describe('a profile without access', () => {
  test('does not disturb the others', async () => {
    await rig.signIn();
    const before = rig.netRules.rules;
    await addBob({ apiHosts: [aHost('bob.example')] });
    rig.missingAccess.add('https://bob.example/*');
    await rig.lifecycle().attend();
    expect(rig.netRules.rules.filter(({ id }) => slotOf(id) === 0)).toEqual(before);
    expect(rig.netRules.rules.filter(({ id }) => slotOf(id) === 7)).toEqual([]);
    expect(rig.badge()).toBe('attached');
    expect(
      await rig.send({ type: 'explain', url: URL_ASKED_FOR, page: null, sentAs: 'request' }),
    ).toMatchObject({
      value: { code: 'sent', username: 'alice' },
    });
    expect((await rig.resume('https://bob.example/')).kind).toBe('wait');
    expect((await rig.resume(URL_ASKED_FOR)).kind).toBe('continue');
  });

  test('is told so on its icon and in its settings, and has its rules again once it has access', async () => {
    await rig.signIn();
    rig.missingAccess.add('https://api.example.com/*');
    await rig.lifecycle().attend();
    expect(rig.badge()).toBe('needsAccess');
    expect((await rig.stateAfter({ type: 'getState' })).hosts).toMatchObject([
      { missingAccess: 'https://api.example.com/*' },
    ]);
    expect(rig.netRules.rules).toEqual([]);
    rig.missingAccess.clear();
    await rig.changeAccess();
    expect(rig.netRules.bearers).toHaveLength(1);
  });
});
