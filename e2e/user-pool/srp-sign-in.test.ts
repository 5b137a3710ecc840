import * as amazon from 'amazon-cognito-identity-js';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AppClient } from './app-clients';
import { g, N, padHex } from './srp-group';
import { startUserPool, type UserPool } from './start-user-pool';
import { amazonUser, refreshSession, sendCode, sendNewPassword, signIn } from './testing/amazon-client';
import { SdkClient } from './testing/sdk-client';

const PASSWORD = 'Correct-horse-1';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

let pool: UserPool;
let client: AppClient;

beforeAll(async () => {
  pool = await startUserPool();
  client = pool.addClient();
  pool.addUser({ username: 'ada', password: PASSWORD, email: 'ada@example.com', groups: ['admins'] });
  pool.addUser({
    username: 'new',
    password: PASSWORD,
    email: 'new@example.com',
    temporaryPassword: true,
    requiredAttributes: ['name'],
  });
  pool.addUser({ username: 'sms', password: PASSWORD, mfa: { sms: '+491511231234' } });
  pool.addUser({ username: 'app', password: PASSWORD, mfa: { totp: TOTP_SECRET } });
});

afterAll(() => pool.close());

interface BigNumber {
  toString(radix: number): string;
}

// Exported by the library, but absent from its types.
const { AuthenticationHelper } = amazon as unknown as {
  AuthenticationHelper: new (
    poolName: string,
  ) => {
    N: BigNumber;
    g: BigNumber;
    padHex(value: BigNumber): string;
  };
};

function signInAs(username: string, password = PASSWORD) {
  return signIn(amazonUser(pool, client, username), username, password);
}

/** Lets the library make a proof that does not arrive; gives a way to send it later, changed or not. */
async function captureProof(username: string) {
  const fetches = vi.spyOn(globalThis, 'fetch');
  pool.failNext({ kind: 'drop', operation: 'RespondToAuthChallenge' });
  await expect(signInAs(username)).rejects.toThrow();
  const { body, headers = {} } = fetches.mock.lastCall?.[1] ?? {};
  fetches.mockRestore();
  return async (change = (proof: string) => proof): Promise<number> => {
    const init = { method: 'POST', headers, body: change(String(body)) };
    return (await fetch(pool.endpoint, init)).status;
  };
}

describe('amazon-cognito-identity-js', () => {
  it('uses the same group and the same padding', () => {
    const hex = (value: BigNumber) => value.toString(16);
    const helper = new AuthenticationHelper('LocalPool');
    expect(N.toString(16)).toBe(hex(helper.N));
    expect(g.toString(16)).toBe(hex(helper.g));
    expect(padHex(N)).toBe(helper.padHex(helper.N));
    expect(padHex(g)).toBe(helper.padHex(helper.g));
  });

  it('signs in by SRP', async () => {
    expect((await signInAs('ada')).kind).toBe('signedIn');
  });

  it('sends a proof that is good for one app client, and once', async () => {
    const send = await captureProof('ada');
    const otherClient = pool.addClient();
    expect(await send((body) => body.replace(client.clientId, otherClient.clientId))).toBe(400);
    expect(await send()).toBe(200);
    expect(await send()).toBe(400);
  });

  it('sends a proof that is good for one user', async () => {
    const send = await captureProof('ada');
    expect(await send((body) => body.replace('"USERNAME":"ada"', '"USERNAME":"sms"'))).toBe(400);
  });

  it('sends a proof that is good for as long as a challenge may be answered', async () => {
    const send = await captureProof('ada');
    pool.setClockSkewMs(client.authSessionSeconds * 1000);
    expect(await send()).toBe(400);
    pool.setClockSkewMs(0);
  });

  it('signs in by e-mail address and learns the real username', async () => {
    const user = amazonUser(pool, client, 'Ada@example.com');
    const outcome = await signIn(user, 'Ada@example.com', PASSWORD);
    expect(outcome.kind).toBe('signedIn');
    expect(user.getUsername()).toBe('ada');
  });

  it('is refused with a wrong password', async () => {
    await expect(signInAs('ada', 'Wrong-horse-1')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('is refused in the same words for an unknown user', async () => {
    await expect(signInAs('nobody')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it('is refused when the clocks are more than five minutes apart', async () => {
    pool.setClockSkewMs(6 * 60_000);
    await expect(signInAs('ada')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    pool.setClockSkewMs(4 * 60_000);
    expect((await signInAs('ada')).kind).toBe('signedIn');
    pool.setClockSkewMs(0);
  });

  it('sets a new password with the attributes that are asked for', async () => {
    const user = amazonUser(pool, client, 'new');
    const asked = await signIn(user, 'new', PASSWORD);
    expect(asked).toMatchObject({ required: ['name'], attributes: { email: 'new@example.com' } });
    const done = await sendNewPassword(user, 'My-own-horse-2', { name: 'Grace' });
    expect(done.kind === 'signedIn' && done.session.getIdToken().payload.name).toBe('Grace');
    expect((await signInAs('new', 'My-own-horse-2')).kind).toBe('signedIn');
  });

  it('signs in with a code sent by SMS', async () => {
    const user = amazonUser(pool, client, 'sms');
    const asked = await signIn(user, 'sms', PASSWORD);
    expect(asked).toMatchObject({ parameters: { CODE_DELIVERY_DESTINATION: '+*******1234' } });
    const code = pool.outbox.at(-1)?.code ?? '';
    expect((await sendCode(user, code, 'SMS_MFA')).kind).toBe('signedIn');
  });

  it('signs in with the code of an authenticator app', async () => {
    const user = amazonUser(pool, client, 'app');
    const asked = await signIn(user, 'app', PASSWORD);
    expect(asked).toMatchObject({ kind: 'totpRequired', parameters: { USER_ID_FOR_SRP: 'app' } });
    const code = new TOTP({ secret: TOTP_SECRET }).generate();
    expect((await sendCode(user, code, 'SOFTWARE_TOKEN_MFA')).kind).toBe('signedIn');
  });

  it('refreshes', async () => {
    const user = amazonUser(pool, client, 'ada');
    const outcome = await signIn(user, 'ada', PASSWORD);
    if (outcome.kind !== 'signedIn') throw new Error(outcome.kind);
    const refreshed = await refreshSession(user, outcome.session);
    expect(refreshed.getIdToken().getJwtToken()).not.toBe(outcome.session.getIdToken().getJwtToken());
    expect(refreshed.getRefreshToken().getToken()).toBe(outcome.session.getRefreshToken().getToken());
  });
});

describe('the SRP challenge', () => {
  const SRP_A = '1234abcd';
  const CLAIM = { PASSWORD_CLAIM_SIGNATURE: 'AAAA', TIMESTAMP: 'Sat Sep 5 12:00:00 UTC 2026' };

  it('carries its state in the secret block, not in a Session', async () => {
    const { ChallengeParameters, Session } = await new SdkClient(pool, client).initiate('USER_SRP_AUTH', {
      USERNAME: 'ada@example.com',
      SRP_A,
    });
    expect(Session).toBeUndefined();
    expect(Object.keys(ChallengeParameters ?? {}).sort()).toEqual([
      'SALT',
      'SECRET_BLOCK',
      'SRP_B',
      'USERNAME',
      'USER_ID_FOR_SRP',
    ]);
  });

  it('is invented for an unknown user, with the same salt each time', async () => {
    const challenge = () =>
      new SdkClient(pool, client).initiate('USER_SRP_AUTH', { USERNAME: 'who@example.com', SRP_A });
    const [first, second] = [await challenge(), await challenge()];
    expect(first.ChallengeParameters?.SALT).toBe(second.ChallengeParameters?.SALT);
    expect(first.ChallengeParameters?.USER_ID_FOR_SRP).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tells an unknown user so where the app client does not hide it', async () => {
    const open = pool.addClient({ preventUserExistenceErrors: false });
    const answer = new SdkClient(pool, open).initiate('USER_SRP_AUTH', { USERNAME: 'nobody', SRP_A });
    await expect(answer).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('refuses an SRP_A that would make the secret zero', async () => {
    for (const bad of ['0', N.toString(16), 'not hex', 'f'.repeat(2000)]) {
      const answer = new SdkClient(pool, client).initiate('USER_SRP_AUTH', { USERNAME: 'ada', SRP_A: bad });
      await expect(answer).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('refuses a secret block of its own making, and a TIMESTAMP that is no date', async () => {
    const sdk = new SdkClient(pool, client);
    const claim = { ...CLAIM, USERNAME: 'ada', PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA' };
    await expect(sdk.respond('PASSWORD_VERIFIER', undefined, claim)).rejects.toMatchObject({
      message: 'Incorrect username or password.',
    });
    const iso = { ...claim, TIMESTAMP: '2026-09-05T12:00:00Z' };
    await expect(sdk.respond('PASSWORD_VERIFIER', undefined, iso)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english',
    });
  });
});
