import { webcrypto } from 'node:crypto';
import { TOTP } from 'otpauth';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AppClientSettings } from '../../e2e/user-pool/app-clients';
import type { FaultKind } from '../../e2e/user-pool/faults';
import { generateSigningKeys, type SigningKeys } from '../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../e2e/user-pool/start-user-pool';
import { AuthError, type AuthErrorCode } from '../core/auth-error';
import { parseUserPoolId } from '../core/profile/user-pool-id';
import type { Challenge } from '../core/session/challenge';
import type { TokenSet } from '../core/session/session';
import { aChallenge } from '../testing/builders';
import { createFakeKeySets } from '../testing/fake-key-sets';
import type { Platform } from './platform';
import type { PoolUser } from './sign-in-methods/sign-in-flow';
import type { AuthStep } from './token-source';
import { createUserPoolClient, type UserPoolClient } from './user-pool-client';
import { appClientOf } from './user-pools-api/app-client';

const PASSWORD = 'Corr3ct-horse!';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
let keys: SigningKeys;
let pool: UserPool;

beforeAll(async () => {
  keys = await generateSigningKeys();
});

beforeEach(async () => {
  pool = await startUserPool({ signingKeys: keys });
  pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com' });
});

afterEach(() => pool.close());

function clientFor(settings: Partial<AppClientSettings> = {}): UserPoolClient {
  const { clientId, clientSecret } = pool.addClient(settings);
  return clientWith(clientId, clientSecret ?? null);
}

function clientWith(
  clientId: string,
  clientSecret: string | null,
  platform: Partial<Platform & { endpoint: string }> = {},
): UserPoolClient {
  const address = parseUserPoolId(pool.userPoolId);
  if (!address.ok) throw new Error('the local pool has a bad id');
  const appClient = appClientOf(
    { pool: address.value, clientId, customEndpoint: platform.endpoint ?? pool.endpoint },
    clientSecret,
  );
  const crypto = webcrypto as unknown as Crypto;
  return createUserPoolClient(appClient, {
    fetch,
    crypto,
    now: Date.now,
    keySets: createFakeKeySets(),
    ...platform,
  });
}

const anyone: PoolUser = {
  method: 'passwordSrp',
  username: 'alice',
  preferredChallenge: null,
  rememberDevice: false,
  totpSecret: null,
  device: null,
};

function credentials(
  method: PoolUser['method'],
  username: string,
  password: string,
): [user: PoolUser, password: string] {
  return [{ ...anyone, method, username }, password];
}

function tokensOf(step: AuthStep): TokenSet {
  if (step.kind !== 'tokens') throw new Error(`expected tokens, got ${JSON.stringify(step)}`);
  return step.tokens;
}

function challengeOf(step: AuthStep): Challenge {
  if (step.kind !== 'challenge') throw new Error('expected a challenge, got tokens');
  return step.challenge;
}

async function codeOf(promise: Promise<unknown>): Promise<AuthErrorCode | 'no error'> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    if (error instanceof AuthError) return error.code;
    throw error;
  }
}

describe('sign-in with a password', () => {
  test('by SRP gives the tokens of the user', async () => {
    const tokens = tokensOf(await clientFor().signIn(...credentials('passwordSrp', 'alice', PASSWORD)));
    expect(tokens.username).toBe('alice');
    expect(tokens.refreshToken).toBeTypeOf('string');
    expect(tokens.id?.lifetimeMs).toBe(3_600_000);
  });

  test('by SRP works with an e-mail alias, which is not the name that is hashed', async () => {
    const tokens = tokensOf(
      await clientFor().signIn(...credentials('passwordSrp', 'alice@example.com', PASSWORD)),
    );
    expect(tokens.username).toBe('alice');
  });

  test('by SRP never sends the password', async () => {
    const bodies: string[] = [];
    const spy: typeof fetch = (input, init) => {
      bodies.push(String(init?.body));
      return fetch(input, init);
    };
    const client = clientWith(pool.addClient().clientId, null, { fetch: spy });
    await client.signIn(...credentials('passwordSrp', 'alice', PASSWORD));
    expect(bodies).toHaveLength(2);
    expect(bodies.join()).not.toContain(PASSWORD);
  });

  test('a wrong password is refused after exactly one attempt', async () => {
    expect(await codeOf(clientFor().signIn(...credentials('passwordSrp', 'alice', 'wrong')))).toBe(
      'wrongPassword',
    );
    expect(pool.calls.map(({ operation }) => operation)).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
  });

  test.each([-26, -2, 2, 26])(
    'works at once when the pool is %i hours off (O: clock skew)',
    async (hours) => {
      pool.setClockSkewMs(hours * 3_600_000);
      const tokens = tokensOf(await clientFor().signIn(...credentials('passwordSrp', 'alice', PASSWORD)));
      expect(pool.calls).toHaveLength(2);
      expect(Math.abs((tokens.id?.expiresAtMs ?? 0) - Date.now() - 3_600_000)).toBeLessThan(30_000);
    },
  );

  test('plain is refused where the app client does not allow it, as by default on AWS', async () => {
    const code = await codeOf(clientFor().signIn(...credentials('passwordPlain', 'alice', PASSWORD)));
    expect(code).toBe('passwordFlowNotEnabled');
  });

  test('plain works where the app client allows it', async () => {
    const client = clientFor({ authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] });
    expect(tokensOf(await client.signIn(...credentials('passwordPlain', 'alice', PASSWORD))).username).toBe(
      'alice',
    );
    expect(await codeOf(client.signIn(...credentials('passwordSrp', 'alice', PASSWORD)))).toBe(
      'srpFlowNotEnabled',
    );
  });

  test('five failures lock the user out', async () => {
    const client = clientFor();
    for (let attempt = 0; attempt < 5; attempt++)
      await codeOf(client.signIn(...credentials('passwordSrp', 'alice', 'no')));
    expect(await codeOf(client.signIn(...credentials('passwordSrp', 'alice', PASSWORD)))).toBe('lockedOut');
  });
});

describe('a user who cannot sign in', () => {
  test('because of being disabled is told so', async () => {
    pool.addUser({ username: 'bob', password: PASSWORD, enabled: false });
    expect(await codeOf(clientFor().signIn(...credentials('passwordSrp', 'bob', PASSWORD)))).toBe(
      'userDisabled',
    );
  });

  test('who does not exist looks like a wrong password, unless the app client reveals it', async () => {
    expect(await codeOf(clientFor().signIn(...credentials('passwordSrp', 'nobody', PASSWORD)))).toBe(
      'wrongPassword',
    );
    const revealing = clientFor({ preventUserExistenceErrors: false });
    expect(await codeOf(revealing.signIn(...credentials('passwordSrp', 'nobody', PASSWORD)))).toBe(
      'userNotFound',
    );
  });

  test('for want of an app client is told so', async () => {
    expect(
      await codeOf(clientWith('nosuchclient', null).signIn(...credentials('passwordSrp', 'alice', PASSWORD))),
    ).toBe('clientNotFound');
  });
});

describe('an app client with a secret', () => {
  test('is answered with the secret hash in every call of sign-in, refresh and revocation', async () => {
    const client = clientFor({ clientSecret: 's3cret' });
    const tokens = tokensOf(
      await client.signIn(...credentials('passwordSrp', 'alice@example.com', PASSWORD)),
    );
    const renewed = await client.refresh(tokens.refreshToken ?? '', null, null);
    await client.revoke(renewed.refreshToken ?? '');
    expect(pool.refreshTokenIsLive(renewed.refreshToken ?? '')).toBe(false);
  });

  test('without one is told which setting is missing, with a wrong one that it is wrong', async () => {
    const { clientId } = pool.addClient({ clientSecret: 's3cret' });
    const missing = codeOf(
      clientWith(clientId, null).signIn(...credentials('passwordSrp', 'alice', PASSWORD)),
    );
    expect(await missing).toBe('clientSecretMissing');
    const wrong = codeOf(
      clientWith(clientId, 'other').signIn(...credentials('passwordSrp', 'alice', PASSWORD)),
    );
    expect(await wrong).toBe('clientSecretWrong');
  });
});

describe('challenges', () => {
  test('NEW_PASSWORD_REQUIRED takes a password of the pool policy and the required attributes', async () => {
    const client = clientFor();
    const newcomer = { username: 'carol', password: PASSWORD, temporaryPassword: true };
    pool.addUser({ ...newcomer, requiredAttributes: ['given_name'] });
    const challenge = challengeOf(await client.signIn(...credentials('passwordSrp', 'carol', PASSWORD)));
    const weak = { newPassword: 'short', 'userAttributes.given_name': 'Carol' };
    expect(await codeOf(client.answerChallenge(anyone, challenge, weak))).toBe('passwordPolicy');
    const good = { ...weak, newPassword: 'N3w-password!' };
    expect(tokensOf(await client.answerChallenge(anyone, challenge, good)).username).toBe('carol');
    expect(
      tokensOf(await client.signIn(...credentials('passwordSrp', 'carol', 'N3w-password!'))).username,
    ).toBe('carol');
  });

  test('SMS_MFA may be answered again after a wrong code', async () => {
    pool.addUser({ username: 'dave', password: PASSWORD, mfa: { sms: '+4915112345678' } });
    const client = clientFor();
    const challenge = challengeOf(await client.signIn(...credentials('passwordSrp', 'dave', PASSWORD)));
    expect(challenge.name).toBe('SMS_MFA');
    expect(await codeOf(client.answerChallenge(anyone, challenge, { code: '000000x' }))).toBe('codeMismatch');
    const code = pool.outbox.at(-1)?.code ?? '';
    const step = await client.answerChallenge(anyone, challenge, {
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
    });
    expect(tokensOf(step).username).toBe('dave');
  });

  test('SOFTWARE_TOKEN_MFA takes the code of an authenticator', async () => {
    pool.addUser({ username: 'erin', password: PASSWORD, mfa: { totp: TOTP_SECRET } });
    const client = clientFor();
    const challenge = challengeOf(await client.signIn(...credentials('passwordSrp', 'erin', PASSWORD)));
    const code = new TOTP({ secret: TOTP_SECRET }).generate();
    expect(tokensOf(await client.answerChallenge(anyone, challenge, { code })).username).toBe('erin');
  });

  test('an ended session says so', async () => {
    pool.addUser({ username: 'dave', password: PASSWORD, mfa: { sms: '+4915112345678' } });
    const client = clientFor({ authSessionSeconds: 180 });
    const challenge = challengeOf(await client.signIn(...credentials('passwordSrp', 'dave', PASSWORD)));
    pool.setClockSkewMs(200_000);
    const code = pool.outbox.at(-1)?.code ?? '';
    expect(await codeOf(client.answerChallenge(anyone, challenge, { code }))).toBe('challengeExpired');
  });

  test('an unknown one is named and not answered', async () => {
    const challenge = aChallenge({ name: 'PALM_READING' });
    const error = await clientFor()
      .answerChallenge(anyone, challenge, { code: '1' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'challengeUnsupported', detail: 'PALM_READING' });
    expect(pool.calls).toHaveLength(0);
  });
});

describe('refresh', () => {
  test('keeps the old refresh token where none comes back', async () => {
    const client = clientFor();
    const first = tokensOf(await client.signIn(...credentials('passwordSrp', 'alice', PASSWORD)));
    const second = await client.refresh(first.refreshToken ?? '', null, null);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(second.id?.jwt).not.toBe(first.id?.jwt);
    expect(second.subject).toBe(first.subject);
  });

  test('adopts a rotated refresh token; using the old one again ends the session for good', async () => {
    const client = clientFor({ rotation: { retryGracePeriodSeconds: 0 } });
    const first = tokensOf(await client.signIn(...credentials('passwordSrp', 'alice', PASSWORD)));
    const second = await client.refresh(first.refreshToken ?? '', null, null);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await codeOf(client.refresh(first.refreshToken ?? '', null, null))).toBe('refreshTokenReused');
  });

  test('a revoked or unknown refresh token is told apart from trouble on the way', async () => {
    const client = clientFor();
    const { refreshToken } = tokensOf(await client.signIn(...credentials('passwordSrp', 'alice', PASSWORD)));
    await client.revoke(refreshToken ?? '');
    expect(await codeOf(client.refresh(refreshToken ?? '', null, null))).toBe('refreshTokenRevoked');
    expect(await codeOf(client.refresh('nonsense', null, null))).toBe('refreshTokenRevoked');
  });
});

describe('trouble on the way (T10)', () => {
  test.each([
    ['throttle', 'tooManyRequests'],
    ['serverError', 'serviceFailed'],
    ['unavailable', 'serviceFailed'],
    ['drop', 'unreachable'],
    ['html', 'notCognito'],
    ['truncated', 'notCognito'],
    ['huge', 'notCognito'],
    ['redirect', 'unreachable'],
  ] as const satisfies readonly (readonly [FaultKind, AuthErrorCode])[])(
    '%s is %s, to be tried later',
    async (fault, expected) => {
      const client = clientFor();
      const { refreshToken } = tokensOf(
        await client.signIn(...credentials('passwordSrp', 'alice', PASSWORD)),
      );
      pool.failNext(fault);
      expect(await codeOf(client.refresh(refreshToken ?? '', null, null))).toBe(expected);
      expect(await codeOf(client.refresh(refreshToken ?? '', null, null))).toBe('no error');
    },
  );

  test('an endpoint where nobody listens is unreachable', async () => {
    const gone = await startUserPool({ signingKeys: keys });
    await gone.close();
    const client = clientWith('any', null, { endpoint: gone.endpoint });
    expect(await codeOf(client.refresh('any', null, null))).toBe('unreachable');
  });
});

describe('J8: a proof of the password that is met with the tokens', () => {
  /** A client to whose proof the pool answers with the tokens of this user. */
  function clientMetAs(username: string): UserPoolClient {
    const { clientId } = pool.addClient({
      authFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    });
    const AuthParameters = { USERNAME: username, PASSWORD };
    const body = JSON.stringify({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId, AuthParameters });
    return clientWith(clientId, null, {
      fetch: (url, init) => {
        const headers = new Headers(init?.headers);
        if (!headers.get('x-amz-target')?.endsWith('.RespondToAuthChallenge')) return fetch(url, init);
        headers.set('x-amz-target', 'AWSCognitoIdentityProviderService.InitiateAuth');
        return fetch(url, { ...init, headers, body });
      },
    });
  }

  test('of another user than the pool named is refused', async () => {
    pool.addUser({ username: 'mallory', password: PASSWORD });
    expect(
      await codeOf(clientMetAs('mallory').signIn(...credentials('passwordSrp', 'alice', PASSWORD))),
    ).toBe('otherUser');
    expect(pool.calls.at(-1)).toMatchObject({ operation: 'InitiateAuth', status: 200 });
  });

  test.each(['alice', 'alice@example.com'])(
    'of the user whom the pool named for %s is taken',
    async (typed) => {
      expect(
        tokensOf(await clientMetAs('alice').signIn(...credentials('passwordSrp', typed, PASSWORD))).username,
      ).toBe('alice');
    },
  );
});
