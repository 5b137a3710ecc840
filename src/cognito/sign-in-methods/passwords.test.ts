import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppClientSettings } from '../../../e2e/user-pool/app-clients';
import { generateSigningKeys } from '../../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import type { Profile } from '../../core/profile/profile';
import { aTokenSource, codeOf, keepNothing, tokensOf } from '../../testing/token-source-rig';
import type { TokenSource } from '../token-source';

const PASSWORD = 'Corr3ct-horse!';
const PLAIN = { signInMethod: 'passwordPlain' } as const;
const signingKeys = await generateSigningKeys();
let pool: UserPool;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com' });
});

afterEach(() => pool.close());

/** The source of an app client with the flows that AWS allows by default, unless the settings name others. */
function sourceFor(settings: Partial<AppClientSettings> = {}, profile: Partial<Profile> = {}): TokenSource {
  const { clientId, clientSecret = null } = pool.addClient(settings);
  return sourceOf(clientId, clientSecret, profile);
}

function sourceOf(
  clientId: string,
  clientSecret: string | null,
  profile: Partial<Profile> = {},
): TokenSource {
  return aTokenSource(pool, { profile: { clientId, ...profile }, secrets: { clientSecret } });
}

describe('sign-in with a password', () => {
  test('by SRP gives the tokens of the user', async () => {
    const tokens = tokensOf(await sourceFor().signIn(PASSWORD));
    expect(tokens.username).toBe('alice');
    expect(tokens.refreshToken).toBeTypeOf('string');
    expect(tokens.id?.lifetimeMs).toBe(3_600_000);
  });

  test('by SRP works with an e-mail alias, which is not the name that is hashed', async () => {
    const source = sourceFor({}, { username: 'alice@example.com' });
    expect(tokensOf(await source.signIn(PASSWORD)).username).toBe('alice');
  });

  test('by SRP never sends the password', async () => {
    const bodies: string[] = [];
    const spy: typeof fetch = (input, init) => {
      bodies.push(String(init?.body));
      return fetch(input, init);
    };
    const { clientId } = pool.addClient();
    await aTokenSource(pool, { profile: { clientId }, platform: { fetch: spy } }).signIn(PASSWORD);
    expect(bodies).toHaveLength(2);
    expect(bodies.join()).not.toContain(PASSWORD);
  });

  test('a wrong password is refused after exactly one attempt', async () => {
    expect(await codeOf(sourceFor().signIn('wrong'))).toBe('wrongPassword');
    expect(pool.calls.map(({ operation }) => operation)).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
  });

  test.each([-26, -2, 2, 26])('works at once when the pool is %i hours off', async (hours) => {
    pool.setClockSkewMs(hours * 3_600_000);
    const tokens = tokensOf(await sourceFor().signIn(PASSWORD));
    expect(pool.calls).toHaveLength(2);
    expect(Math.abs((tokens.id?.expiresAtMs ?? 0) - Date.now() - 3_600_000)).toBeLessThan(30_000);
  });

  test('plain is refused where the app client does not allow it, as by default on AWS', async () => {
    expect(await codeOf(sourceFor({}, PLAIN).signIn(PASSWORD))).toBe('passwordFlowNotEnabled');
  });

  test('plain works where the app client allows it', async () => {
    const authFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
    const { clientId } = pool.addClient({ authFlows });
    expect(tokensOf(await sourceOf(clientId, null, PLAIN).signIn(PASSWORD)).username).toBe('alice');
    expect(await codeOf(sourceOf(clientId, null).signIn(PASSWORD))).toBe('srpFlowNotEnabled');
  });

  test('five failures lock the user out', async () => {
    const source = sourceFor();
    for (let attempt = 0; attempt < 5; attempt++) await codeOf(source.signIn('no'));
    expect(await codeOf(source.signIn(PASSWORD))).toBe('lockedOut');
  });
});

describe('a user who cannot sign in', () => {
  test('because of being disabled is told so', async () => {
    pool.addUser({ username: 'bob', password: PASSWORD, enabled: false });
    expect(await codeOf(sourceFor({}, { username: 'bob' }).signIn(PASSWORD))).toBe('userDisabled');
  });

  test('who does not exist looks like a wrong password, unless the app client reveals it', async () => {
    const nobody = { username: 'nobody' };
    expect(await codeOf(sourceFor({}, nobody).signIn(PASSWORD))).toBe('wrongPassword');
    const revealing = sourceFor({ preventUserExistenceErrors: false }, nobody);
    expect(await codeOf(revealing.signIn(PASSWORD))).toBe('userNotFound');
  });

  test('for want of an app client is told so', async () => {
    expect(await codeOf(sourceOf('nosuchclient', null).signIn(PASSWORD))).toBe('clientNotFound');
  });
});

describe('an app client with a secret', () => {
  test('is answered with the secret hash in every call of sign-in, refresh and revocation', async () => {
    const source = sourceFor({ clientSecret: 's3cret' }, { username: 'alice@example.com' });
    const renewed = await source.renew(tokensOf(await source.signIn(PASSWORD)), keepNothing);
    await source.revoke(renewed);
    expect(pool.refreshTokenIsLive(renewed.refreshToken ?? '')).toBe(false);
  });

  test('without one is told which setting is missing, with a wrong one that it is wrong', async () => {
    const { clientId } = pool.addClient({ clientSecret: 's3cret' });
    expect(await codeOf(sourceOf(clientId, null).signIn(PASSWORD))).toBe('clientSecretMissing');
    expect(await codeOf(sourceOf(clientId, 'other').signIn(PASSWORD))).toBe('clientSecretWrong');
  });
});

describe('J8: a proof of the password that is met with the tokens', () => {
  /** A source to whose proof the pool answers with the tokens of this user. */
  function sourceMetAs(owner: string, username: string): TokenSource {
    const { clientId } = pool.addClient({
      authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    });
    const AuthParameters = { USERNAME: owner, PASSWORD };
    const body = JSON.stringify({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId, AuthParameters });
    const deceive: typeof fetch = (url, init) => {
      const headers = new Headers(init?.headers);
      if (!headers.get('x-amz-target')?.endsWith('.RespondToAuthChallenge')) return fetch(url, init);
      headers.set('x-amz-target', 'AWSCognitoIdentityProviderService.InitiateAuth');
      return fetch(url, { ...init, headers, body });
    };
    return aTokenSource(pool, { profile: { clientId, username }, platform: { fetch: deceive } });
  }

  test('of another user than the pool named is refused', async () => {
    pool.addUser({ username: 'mallory', password: PASSWORD });
    expect(await codeOf(sourceMetAs('mallory', 'alice').signIn(PASSWORD))).toBe('otherUser');
    expect(pool.calls.at(-1)).toMatchObject({ operation: 'InitiateAuth', status: 200 });
  });

  test.each(['alice', 'alice@example.com'])(
    'of the user whom the pool named for %s is taken',
    async (typed) => {
      expect(tokensOf(await sourceMetAs('alice', typed).signIn(PASSWORD)).username).toBe('alice');
    },
  );
});
