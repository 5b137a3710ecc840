import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  generateSigningKeys,
  type SigningKeys,
  sharedSigningKeys,
} from '../../../e2e/user-pool/signing-keys';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

let keys: SigningKeys;
let otherKeys: SigningKeys;
let rig: BackgroundRig;
/** How often the pool was asked for its keys. */
let keySetFetches: number;

beforeAll(async () => {
  [keys, otherKeys] = await Promise.all([sharedSigningKeys(), generateSigningKeys()]);
});

beforeEach(async () => {
  rig = await createBackgroundRig();
  keySetFetches = 0;
  answerKeySet(() => null);
});

afterEach(() => rig.close());

/** @param answer in place of the pool's key set; null for the pool's own */
function answerKeySet(answer: () => Response | null): void {
  rig.network.fetch = async (url, init) => {
    const isKeySet = String(url).endsWith('/.well-known/jwks.json');
    if (isKeySet) keySetFetches += 1;
    return (isKeySet ? answer() : null) ?? fetch(url, init);
  };
}

/** Answers the next refresh with the tokens of somebody who signs in to the same app client. */
function refreshAs(username: string, clientId: string): void {
  const AuthParameters = { USERNAME: username, PASSWORD };
  const body = JSON.stringify({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId, AuthParameters });
  rig.network.fetch = (url, init) => {
    const headers = new Headers(init?.headers);
    if (!headers.get('x-amz-target')?.endsWith('.GetTokensFromRefreshToken')) return fetch(url, init);
    headers.set('x-amz-target', 'AWSCognitoIdentityProviderService.InitiateAuth');
    return fetch(url, { ...init, headers, body });
  };
}

const WITH_PASSWORD_AUTH = { authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] };

async function signIn(settings: Parameters<BackgroundRig['formFor']>[0] = {}) {
  return rig.stateAfter({ type: 'signIn', form: rig.formFor(settings), credential: PASSWORD });
}

const sessionNow = async () => (await rig.stateAfter({ type: 'getState' })).session;

describe('J3: the pool’s keys', () => {
  test('are fetched once while the browser runs, whatever becomes of the worker', async () => {
    expect((await signIn()).session.kind).toBe('signedIn');
    await rig.restart();
    await rig.fireAlarm();
    expect(rig.pool.callsOf('GetTokensFromRefreshToken')).toHaveLength(1);
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: null });
    expect(keySetFetches).toBe(1);
  });

  test('have to be there before a token is used', async () => {
    answerKeySet(() => new Response('', { status: 503 }));
    const { session, form } = await signIn();
    expect(session).toMatchObject({ kind: 'signedOut', problem: { code: 'serviceFailed' } });
    expect(rig.netRules.bearers).toEqual([]);
    answerKeySet(() => null);
    const again = await rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
    expect(again.session.kind).toBe('signedIn');
    expect(rig.netRules.bearers).toHaveLength(1);
  });

  test('of somebody else do not do', async () => {
    const impostor = keys.id.jwk.kid;
    const set = [otherKeys.id.jwk, otherKeys.access.jwk].map((jwk, index) => ({
      ...jwk,
      kid: index === 0 ? impostor : keys.access.jwk.kid,
    }));
    answerKeySet(() => Response.json({ keys: set }));
    const { session } = await signIn();
    expect(session).toMatchObject({
      kind: 'signedOut',
      problem: { code: 'tokenRejected', detail: 'access: signature' },
    });
    expect(rig.netRules.bearers).toEqual([]);
  });
});

describe('J8: a refresh that brings the tokens', () => {
  test('of another user ends the session, and they are never sent', async () => {
    rig.pool.addUser({ username: 'mallory', password: PASSWORD });
    const { form } = await signIn(WITH_PASSWORD_AUTH);
    refreshAs('mallory', form.clientId);
    await rig.fireAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'lapsed', problem: { code: 'otherUser' } });
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.pool.callsOf('InitiateAuth').at(-1)).toMatchObject({ status: 200 });
  });

  test('of the same user goes on', async () => {
    const { form } = await signIn(WITH_PASSWORD_AUTH);
    const before = rig.netRules.bearers;
    refreshAs('alice', form.clientId);
    await rig.fireAlarm();
    expect(await sessionNow()).toMatchObject({ kind: 'signedIn', problem: null });
    expect(rig.netRules.bearers).not.toEqual(before);
  });
});
