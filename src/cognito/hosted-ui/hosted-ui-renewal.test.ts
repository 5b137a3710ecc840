import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import type { TokenSet } from '../../core/session/session';
import { APP_CALLBACK, HOSTED_APP, HostedUiRig, refusalOf } from '../../testing/hosted-ui-rig';
import { keepNothing } from '../../testing/token-source-rig';
import type { HostedUiClient } from './hosted-ui-client';

const MACHINE = { clientSecret: 's3cret', oauthFlows: ['client_credentials'] } as const;

let keys: SigningKeys;
let rig: HostedUiRig;

beforeAll(async () => {
  keys = await generateSigningKeys();
});

beforeEach(async () => {
  rig = await HostedUiRig.start(keys);
});

afterEach(() => rig.pool.close());

async function tokensOf(client: HostedUiClient): Promise<TokenSet> {
  const { attempt, answerUrl } = await rig.signIn(client);
  return client.finish(attempt, answerUrl);
}

describe('by refresh token', () => {
  test('gives new tokens and keeps the refresh token', async () => {
    const client = rig.clientFor();
    const first = await tokensOf(client);
    const second = await client.renew(first, keepNothing);
    expect(second).toMatchObject({
      ...{ username: 'alice', renewal: 'tokenEndpoint' },
      refreshToken: first.refreshToken,
    });
    expect(second.id?.jwt).not.toBe(first.id?.jwt);
  });

  test('keeps the rotated one where one comes', async () => {
    const client = rig.clientFor({ rotation: { retryGracePeriodSeconds: 0 } });
    const first = await tokensOf(client);
    const second = await client.renew(first, keepNothing);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await client.renew(second, keepNothing)).username).toBe('alice');
  });

  test('that was revoked ends for good', async () => {
    const client = rig.clientFor();
    const tokens = await tokensOf(client);
    expect(rig.pool.refreshTokenIsLive(tokens.refreshToken ?? '')).toBe(true);
    await client.revoke(tokens.refreshToken ?? '');
    expect(rig.pool.refreshTokenIsLive(tokens.refreshToken ?? '')).toBe(false);
    expect(await refusalOf(client.renew(tokens, keepNothing))).toMatchObject({ code: 'refreshTokenRevoked' });
  });

  test('without one there is nothing to renew with', async () => {
    const renewal = rig.clientFor().renew({ refreshToken: null, renewal: 'tokenEndpoint' }, keepNothing);
    expect(await refusalOf(renewal)).toMatchObject({ code: 'refreshTokenMissing' });
  });

  test('O11: revocation that fails for now may be tried again', async () => {
    const client = rig.clientFor();
    const tokens = await tokensOf(client);
    rig.pool.failNext({ kind: 'unavailable', operation: '/oauth2/revoke' });
    const revocation = client.revoke(tokens.refreshToken ?? '');
    expect(await refusalOf(revocation)).toMatchObject({ code: 'serviceFailed' });
    await client.revoke(tokens.refreshToken ?? '');
    expect(rig.pool.refreshTokenIsLive(tokens.refreshToken ?? '')).toBe(false);
  });

  test('of an app client that revokes nothing is told so', async () => {
    const client = rig.clientFor({ enableTokenRevocation: false });
    const { refreshToken } = await tokensOf(client);
    const revocation = client.revoke(refreshToken ?? '');
    expect(await refusalOf(revocation)).toMatchObject({ code: 'tokenNotRevocable' });
  });
});

describe('in silence', () => {
  const silent = { refreshToken: null, renewal: 'silentSignIn' } as const;

  test('asks the hosted UI with prompt=none, and gives the tokens of who is signed in there', async () => {
    const client = rig.clientFor({}, { prompt: 'login' });
    const first = await tokensOf(client);
    rig.pool.clearCalls();
    const second = await client.renew(silent, keepNothing);
    expect(second.subject).toBe(first.subject);
    expect(rig.pool.oauthCallsOf('/oauth2/authorize')[0]?.parameters).toMatchObject({ prompt: 'none' });
    expect(rig.pool.oauthCallsOf('/login')).toEqual([]);
  });

  test('ends where nobody is signed in there any more', async () => {
    const client = rig.clientFor();
    expect(await refusalOf(client.renew(silent, keepNothing))).toMatchObject({
      code: 'hostedUiLoginRequired',
    });
  });

  test('is not for another application’s callback', async () => {
    const implicit = { signInMethod: 'hostedUiImplicit' } as const;
    const settings = { oauthFlows: ['implicit'] } as const;
    expect((await tokensOf(rig.clientFor(settings, {}, implicit))).renewal).toBe('silentSignIn');
    const other = rig.clientFor(settings, { callbackUrl: APP_CALLBACK }, implicit);
    expect((await tokensOf(other)).renewal).toBe('none');
  });
});

describe('client credentials', () => {
  test('give an access token with the scopes asked for, and again when it ends', async () => {
    const machine = rig.pool.addClient({ ...HOSTED_APP, ...MACHINE });
    const client = rig.clientOf(machine, { scopes: ['api/read'] });
    const tokens = await client.signInAsClient();
    expect(tokens).toMatchObject({ id: null, refreshToken: null, renewal: 'clientCredentials' });
    expect([tokens.subject, tokens.username]).toEqual([machine.clientId, machine.clientId]);
    const renewed = await client.renew(tokens, keepNothing);
    expect(renewed.access?.jwt).not.toBe(tokens.access?.jwt);
    expect(rig.pool.oauthCallsOf('/oauth2/token')[0]?.parameters).toMatchObject({ scope: 'api/read' });
  });

  test('leave the scopes to the app client where none are typed', async () => {
    const client = rig.clientFor(MACHINE);
    expect((await client.signInAsClient()).access).not.toBeNull();
    expect(rig.pool.oauthCallsOf('/oauth2/token')[0]?.parameters).not.toHaveProperty('scope');
  });

  test.each([
    ['without a secret', { clientSecret: false as const }, {}, 'clientSecretMissing'],
    ['where the grant is off', { oauthFlows: ['code'] as const }, {}, 'grantNotAllowed'],
    ['for a scope that is not theirs', {}, { scopes: ['api/write'] }, 'scopeRefused'],
  ])('%s are refused', async (_, settings, hostedUi, code) => {
    const client = rig.clientFor({ ...MACHINE, ...settings }, hostedUi);
    expect(await refusalOf(client.signInAsClient())).toMatchObject({ code });
  });
});
