import {
  GetUserCommand,
  GlobalSignOutCommand,
  RefreshTokenReuseException,
  RevokeTokenCommand,
  UnauthorizedException,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { SdkClient, type Tokens, tokensOf, WITH_PASSWORD_AUTH } from './testing/sdk-client';
import { TestClock } from './testing/test-clock';

const PASSWORD = 'Correct-horse-1';

const signingKeys = await generateSigningKeys();

let clock: TestClock;
let pool: UserPool;

beforeEach(async () => {
  clock = new TestClock();
  pool = await startUserPool({ clock: clock.nowMs, signingKeys });
  pool.addUser({ username: 'ada', password: PASSWORD, email: 'ada@example.com' });
});

afterEach(() => pool.close());

function addSdk(settings = {}): SdkClient {
  return new SdkClient(pool, pool.addClient({ ...WITH_PASSWORD_AUTH, ...settings }));
}

describe('a refresh without rotation', () => {
  let sdk: SdkClient;
  let tokens: Tokens;

  beforeEach(async () => {
    sdk = addSdk({ refreshTokenSeconds: 3600 });
    tokens = await sdk.tokens('ada', PASSWORD);
  });

  it('gives no refresh token, by either operation', async () => {
    for (const output of [
      await sdk.refresh(tokens.refreshToken),
      await sdk.initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: tokens.refreshToken }),
    ]) {
      expect(tokensOf(output)).toMatchObject({
        refreshToken: '',
        accessToken: expect.stringMatching(/^eyJ/),
      });
    }
  });

  it('fails with an expired token, an unknown one and that of another app client', async () => {
    await expect(sdk.refresh('unknown')).rejects.toMatchObject({ message: 'Invalid Refresh Token' });
    await expect(addSdk().refresh(tokens.refreshToken)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid Refresh Token',
    });
    expect(pool.refreshTokenIsLive(tokens.refreshToken)).toBe(true);
    clock.advanceSeconds(3600);
    expect(pool.refreshTokenIsLive(tokens.refreshToken)).toBe(false);
    await expect(sdk.refresh(tokens.refreshToken)).rejects.toThrow('Refresh Token has expired');
  });

  it('fails for a user who has been disabled, or whose tokens have all been revoked', async () => {
    pool.revokeAllTokens('ada');
    await expect(sdk.refresh(tokens.refreshToken)).rejects.toThrow('Refresh Token has been revoked');
    const { refreshToken } = await sdk.tokens('ada', PASSWORD);
    pool.disableUser('ada');
    await expect(sdk.refresh(refreshToken)).rejects.toThrow('User is disabled.');
  });
});

describe('a refresh with rotation', () => {
  let sdk: SdkClient;
  let tokens: Tokens;

  beforeEach(async () => {
    sdk = addSdk({ rotation: { retryGracePeriodSeconds: 60 }, refreshTokenSeconds: 3600 });
    tokens = await sdk.tokens('ada', PASSWORD);
  });

  it('gives a new refresh token, which works', async () => {
    const second = tokensOf(await sdk.refresh(tokens.refreshToken));
    expect(second.refreshToken).not.toBe(tokens.refreshToken);
    expect(tokensOf(await sdk.refresh(second.refreshToken)).refreshToken).not.toBe('');
  });

  it('is refused by REFRESH_TOKEN_AUTH', async () => {
    await expect(
      sdk.initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: tokens.refreshToken }),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('allows the old token again within the grace period', async () => {
    await sdk.refresh(tokens.refreshToken);
    clock.advanceSeconds(59);
    expect(pool.refreshTokenIsLive(tokens.refreshToken)).toBe(true);
    expect(tokensOf(await sdk.refresh(tokens.refreshToken)).refreshToken).not.toBe('');
    clock.advanceSeconds(1);
    await expect(sdk.refresh(tokens.refreshToken)).rejects.toBeInstanceOf(RefreshTokenReuseException);
  });

  it('takes the old token after the grace period for a theft, and revokes the family', async () => {
    const second = tokensOf(await sdk.refresh(tokens.refreshToken));
    clock.advanceSeconds(60);
    expect(pool.refreshTokenIsLive(tokens.refreshToken)).toBe(false);
    await expect(sdk.refresh(tokens.refreshToken)).rejects.toBeInstanceOf(RefreshTokenReuseException);
    expect(pool.refreshTokenIsLive(second.refreshToken)).toBe(false);
    await expect(sdk.refresh(second.refreshToken)).rejects.toThrow('Refresh Token has been revoked');
  });

  it('ends the old token at once where there is no grace period', async () => {
    const strict = addSdk({ rotation: { retryGracePeriodSeconds: 0 } });
    const first = await strict.tokens('ada', PASSWORD);
    await strict.refresh(first.refreshToken);
    await expect(strict.refresh(first.refreshToken)).rejects.toBeInstanceOf(RefreshTokenReuseException);
  });

  it('does not prolong the sign-in', async () => {
    clock.advanceSeconds(3000);
    const second = tokensOf(await sdk.refresh(tokens.refreshToken));
    clock.advanceSeconds(600);
    await expect(sdk.refresh(second.refreshToken)).rejects.toThrow('Refresh Token has expired');
  });

  it('has rotated even if the answer got lost', async () => {
    pool.failNext({ kind: 'loseAnswer', operation: 'GetTokensFromRefreshToken' });
    await expect(sdk.refresh(tokens.refreshToken)).rejects.toThrow();
    clock.advanceSeconds(60);
    await expect(sdk.refresh(tokens.refreshToken)).rejects.toBeInstanceOf(RefreshTokenReuseException);
  });
});

describe('a client secret', () => {
  it('is sent as it is to GetTokensFromRefreshToken and RevokeToken', async () => {
    const client = pool.addClient({ clientSecret: 'secret', authFlows: ['ALLOW_USER_PASSWORD_AUTH'] });
    const sdk = new SdkClient(pool, client);
    const revoke = (ClientSecret?: string) =>
      sdk.sdk.send(new RevokeTokenCommand({ ClientId: client.clientId, Token: 'unknown', ClientSecret }));
    await expect(sdk.refresh('unknown')).rejects.toThrow('Unable to verify client secret');
    await expect(sdk.refresh('unknown', { ClientSecret: 'wrong' })).rejects.toThrow(
      'Unable to verify client secret',
    );
    await expect(sdk.refresh('unknown', { ClientSecret: 'secret' })).rejects.toThrow('Invalid Refresh Token');
    await expect(revoke('wrong')).rejects.toBeInstanceOf(UnauthorizedException);
    await expect(revoke('secret')).resolves.toBeDefined();
  });
});

describe('RevokeToken', () => {
  it('ends the family and leaves other sign-ins alone', async () => {
    const client = pool.addClient(WITH_PASSWORD_AUTH);
    const sdk = new SdkClient(pool, client);
    const [mine, other] = [await sdk.tokens('ada', PASSWORD), await sdk.tokens('ada', PASSWORD)];
    const getUser = (AccessToken: string) => sdk.sdk.send(new GetUserCommand({ AccessToken }));
    expect(await getUser(mine.accessToken)).toMatchObject({ Username: 'ada' });
    await sdk.sdk.send(new RevokeTokenCommand({ ClientId: client.clientId, Token: mine.refreshToken }));
    await expect(sdk.refresh(mine.refreshToken)).rejects.toThrow('Refresh Token has been revoked');
    await expect(getUser(mine.accessToken)).rejects.toThrow('Access Token has been revoked');
    expect(await getUser(other.accessToken)).toMatchObject({ Username: 'ada' });
    expect(pool.refreshTokenIsLive(other.refreshToken)).toBe(true);
  });

  it('refuses an access token, a foreign token, and a client without revocation', async () => {
    const [client, stranger] = [pool.addClient(WITH_PASSWORD_AUTH), pool.addClient()];
    const plain = pool.addClient({ enableTokenRevocation: false });
    const sdk = new SdkClient(pool, client);
    const { accessToken, refreshToken } = await sdk.tokens('ada', PASSWORD);
    const revoke = ({ clientId }: { clientId: string }, Token: string) =>
      sdk.sdk.send(new RevokeTokenCommand({ ClientId: clientId, Token }));
    await expect(revoke(client, accessToken)).rejects.toMatchObject({
      name: 'UnsupportedTokenTypeException',
    });
    await expect(revoke(stranger, refreshToken)).rejects.toMatchObject({ name: 'UnauthorizedException' });
    await expect(revoke(plain, refreshToken)).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    });
    expect(pool.refreshTokenIsLive(refreshToken)).toBe(true);
  });
});

describe('GlobalSignOut and GetUser', () => {
  it('ends every sign-in of the user', async () => {
    const sdk = addSdk();
    const [first, second] = [await sdk.tokens('ada', PASSWORD), await sdk.tokens('ada', PASSWORD)];
    const signOut = () => sdk.sdk.send(new GlobalSignOutCommand({ AccessToken: first.accessToken }));
    await signOut();
    await expect(signOut()).rejects.toThrow('Access Token has been revoked');
    await expect(sdk.refresh(second.refreshToken)).rejects.toThrow('Refresh Token has been revoked');
  });

  it('needs the scope, and an access token that is neither expired nor forged', async () => {
    const sdk = addSdk({ scope: 'openid email', accessTokenSeconds: 10 });
    const { accessToken, idToken } = await sdk.tokens('ada', PASSWORD);
    const signOut = (AccessToken: string) => sdk.sdk.send(new GlobalSignOutCommand({ AccessToken }));
    await expect(signOut(accessToken)).rejects.toThrow('Access Token does not have required scopes');
    await expect(signOut(idToken)).rejects.toThrow('Invalid Access Token');
    await expect(signOut('forged')).rejects.toThrow('Invalid Access Token');
    clock.advanceSeconds(10);
    await expect(signOut(accessToken)).rejects.toThrow('Access Token has expired');
  });

  it('does not serve a disabled user', async () => {
    const sdk = addSdk();
    const { accessToken } = await sdk.tokens('ada', PASSWORD);
    pool.disableUser('ada');
    const answer = sdk.sdk.send(new GetUserCommand({ AccessToken: accessToken }));
    await expect(answer).rejects.toThrow('User is disabled.');
  });

  it('gives the attributes as text', async () => {
    const sdk = addSdk();
    const { accessToken } = await sdk.tokens('ada', PASSWORD);
    const { UserAttributes } = await sdk.sdk.send(new GetUserCommand({ AccessToken: accessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });
});
