import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import { APP_CALLBACK, HOSTED_APP, HostedUiRig, refusalOf } from '../../testing/hosted-ui-rig';
import { keepNothing, tokensOf } from '../../testing/token-source-rig';

const METHOD = { signInMethod: 'clientCredentials' } as const;
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

describe('by refresh token', () => {
  test('gives new tokens and keeps the refresh token', async () => {
    const source = rig.sourceFor();
    const first = await rig.tokensOf(source);
    const second = await source.renew(first, keepNothing);
    expect(second).toMatchObject({
      ...{ username: 'alice', renewal: 'tokenEndpoint' },
      refreshToken: first.refreshToken,
    });
    expect(second.id?.jwt).not.toBe(first.id?.jwt);
  });

  test('keeps the rotated one where one comes', async () => {
    const source = rig.sourceFor({ rotation: { retryGracePeriodSeconds: 0 } });
    const first = await rig.tokensOf(source);
    const second = await source.renew(first, keepNothing);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await source.renew(second, keepNothing)).username).toBe('alice');
  });

  test('that was revoked ends for good', async () => {
    const source = rig.sourceFor();
    const tokens = await rig.tokensOf(source);
    expect(rig.pool.refreshTokenIsLive(tokens.refreshToken ?? '')).toBe(true);
    await source.revoke(tokens);
    expect(rig.pool.refreshTokenIsLive(tokens.refreshToken ?? '')).toBe(false);
    expect(await refusalOf(source.renew(tokens, keepNothing))).toMatchObject({ code: 'refreshTokenRevoked' });
  });

  test('without one there is nothing to renew with', async () => {
    const nothing = {
      refreshToken: null,
      renewal: 'tokenEndpoint',
      username: 'alice',
      access: null,
    } as const;
    const renewal = rig.sourceFor().renew(nothing, keepNothing);
    expect(await refusalOf(renewal)).toMatchObject({ code: 'refreshTokenMissing' });
  });

  test('O11: revocation that fails for now may be tried again', async () => {
    const source = rig.sourceFor();
    const tokens = await rig.tokensOf(source);
    rig.pool.failNext({ kind: 'unavailable', operation: '/oauth2/revoke' });
    const revocation = source.revoke(tokens);
    expect(await refusalOf(revocation)).toMatchObject({ code: 'serviceFailed' });
    await source.revoke(tokens);
    expect(rig.pool.refreshTokenIsLive(tokens.refreshToken ?? '')).toBe(false);
  });

  test('of an app client that revokes nothing is told so', async () => {
    const source = rig.sourceFor({ enableTokenRevocation: false });
    const tokens = await rig.tokensOf(source);
    const revocation = source.revoke(tokens);
    expect(await refusalOf(revocation)).toMatchObject({ code: 'tokenNotRevocable' });
  });
});

describe('in silence', () => {
  const silent = { refreshToken: null, renewal: 'silentSignIn', username: 'alice', access: null } as const;

  test('asks the hosted UI with prompt=none, and gives the tokens of who is signed in there', async () => {
    const source = rig.sourceFor({}, { prompt: 'login' });
    const first = await rig.tokensOf(source);
    rig.pool.clearCalls();
    const second = await source.renew(silent, keepNothing);
    expect(second.subject).toBe(first.subject);
    expect(rig.pool.oauthCallsOf('/oauth2/authorize')[0]?.parameters).toMatchObject({ prompt: 'none' });
    expect(rig.pool.oauthCallsOf('/login')).toEqual([]);
  });

  test('ends where nobody is signed in there any more', async () => {
    const source = rig.sourceFor();
    expect(await refusalOf(source.renew(silent, keepNothing))).toMatchObject({
      code: 'hostedUiLoginRequired',
    });
  });

  test('is not for another application’s callback', async () => {
    const implicit = { signInMethod: 'hostedUiImplicit' } as const;
    const settings = { oauthFlows: ['implicit'] } as const;
    expect((await rig.tokensOf(rig.sourceFor(settings, {}, implicit))).renewal).toBe('silentSignIn');
    const other = rig.sourceFor(settings, { callbackUrl: APP_CALLBACK }, implicit);
    expect((await rig.tokensOf(other)).renewal).toBe('none');
  });
});

describe('client credentials', () => {
  test('give an access token with the scopes asked for, and again when it ends', async () => {
    const machine = rig.pool.addClient({ ...HOSTED_APP, ...MACHINE });
    const source = rig.sourceOf(machine, { scopes: ['api/read'] }, METHOD);
    const tokens = tokensOf(await source.signIn(''));
    expect(tokens).toMatchObject({ id: null, refreshToken: null, renewal: 'clientCredentials' });
    expect([tokens.subject, tokens.username]).toEqual([machine.clientId, machine.clientId]);
    const renewed = await source.renew(tokens, keepNothing);
    expect(renewed.access?.jwt).not.toBe(tokens.access?.jwt);
    expect(rig.pool.oauthCallsOf('/oauth2/token')[0]?.parameters).toMatchObject({ scope: 'api/read' });
  });

  test('leave the scopes to the app client where none are typed', async () => {
    const source = rig.sourceFor(MACHINE, {}, METHOD);
    expect(tokensOf(await source.signIn('')).access).not.toBeNull();
    expect(rig.pool.oauthCallsOf('/oauth2/token')[0]?.parameters).not.toHaveProperty('scope');
  });

  test.each([
    ['without a secret', { clientSecret: false as const }, {}, 'clientSecretMissing'],
    ['where the grant is off', { oauthFlows: ['code'] as const }, {}, 'grantNotAllowed'],
    ['for a scope that is not theirs', {}, { scopes: ['api/write'] }, 'scopeRefused'],
  ])('%s are refused', async (_, settings, hostedUi, code) => {
    const source = rig.sourceFor({ ...MACHINE, ...settings }, hostedUi, METHOD);
    expect(await refusalOf(source.signIn(''))).toMatchObject({ code });
  });
});
