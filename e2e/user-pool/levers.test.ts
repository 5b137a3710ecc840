import * as sdkModule from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from './app-clients';
import { EXPECTABLE_EXCEPTIONS } from './exception-table';
import type { Forgery } from './levers';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { SdkClient, tokensOf, WITH_PASSWORD_AUTH } from './testing/sdk-client';

const PASSWORD = 'Correct-horse-1';

const signingKeys = await generateSigningKeys();

let pool: UserPool;
let client: AppClient;
let sdk: SdkClient;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  client = pool.addClient(WITH_PASSWORD_AUTH);
  sdk = new SdkClient(pool, client);
  pool.addUser({ username: 'ada', password: PASSWORD });
});

afterEach(() => pool.close());

describe('refuseNext', () => {
  const call = async (operation: string) => {
    const answer = await fetch(pool.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: '{}',
    });
    return answer.json();
  };

  it.each(EXPECTABLE_EXCEPTIONS)('throws $name once', async (exception) => {
    const { name, message, operation } = exception;
    pool.refuseNext(exception);
    expect(await call('GetUser')).not.toEqual({ __type: name, message });
    expect(await call(operation)).toEqual({ __type: name, message });
    expect(await call(operation)).not.toEqual({ __type: name, message });
  });

  it('meets whatever comes next where it names no operation', async () => {
    pool.refuseNext({ name: 'ForbiddenException', message: 'Request not allowed due to WAF block.' });
    await expect(sdk.signIn('ada', PASSWORD)).rejects.toBeInstanceOf(sdkModule.ForbiddenException);
    expect(await sdk.signIn('ada', PASSWORD)).toHaveProperty('AuthenticationResult');
  });
});

describe('the table of exceptions', () => {
  it('has names of the service model, each once', () => {
    const names = EXPECTABLE_EXCEPTIONS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(sdkModule).toHaveProperty(name);
  });
});

describe('askNext', () => {
  it('asks a challenge that nobody knows, in the place of the tokens, once', async () => {
    pool.askNext('SOME_NEW_CHALLENGE', { HINT: 'left' });
    const asked = await sdk.signIn('ada', PASSWORD);
    expect(asked).toMatchObject({
      ChallengeName: 'SOME_NEW_CHALLENGE',
      ChallengeParameters: { HINT: 'left' },
      Session: expect.any(String),
    });
    expect(asked).not.toHaveProperty('AuthenticationResult');
    expect(await sdk.signIn('ada', PASSWORD)).toHaveProperty('AuthenticationResult');
  });
});

describe('forgeNextTokens', () => {
  /** Whether aws-jwt-verify accepts both tokens, and whether they are of `ada`. */
  async function judge({ accessToken, idToken }: { accessToken: string; idToken: string }) {
    const pair = [
      [accessToken, 'access'],
      [idToken, 'id'],
    ] as const;
    return Promise.all(
      pair.map(async ([token, tokenUse]) => {
        const { userPoolId, jwks } = pool;
        const verifier = CognitoJwtVerifier.create({ userPoolId, clientId: client.clientId, tokenUse });
        verifier.cacheJwks(jwks);
        const claims = await verifier.verify(token);
        return claims.username ?? claims['cognito:username'];
      }),
    );
  }

  it.each<[Forgery, string]>([
    ['otherClient', 'not allowed'],
    ['wrongIssuer', 'issuer not configured'],
    ['expired', 'Token expired'],
    ['wrongTokenUse', 'Token use not allowed'],
    ['badSignature', 'Invalid signature'],
    ['algNone', 'does not consist of exactly 3 parts'],
  ])('%s is what aws-jwt-verify refuses', async (forgery, reason) => {
    pool.forgeNextTokens(forgery);
    await expect(judge(await sdk.tokens('ada', PASSWORD))).rejects.toThrow(reason);
    expect(await judge(await sdk.tokens('ada', PASSWORD))).toEqual(['ada', 'ada']);
  });

  it('otherUser is valid, but of somebody else, at a refresh too', async () => {
    const tokens = await sdk.tokens('ada', PASSWORD);
    expect(await judge(tokens)).toEqual(['ada', 'ada']);
    pool.forgeNextTokens('otherUser');
    const refreshed = tokensOf(await sdk.refresh(tokens.refreshToken));
    expect(await judge(refreshed)).toEqual(['somebody-else', 'somebody-else']);
  });
});
