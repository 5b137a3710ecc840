import {
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { TOTP } from 'otpauth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from './app-clients';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import {
  amazonUser,
  associateSoftwareToken,
  selectMfaType,
  sendCode,
  signIn,
  verifySoftwareToken,
} from './testing/amazon-client';
import { SdkClient, tokensOf } from './testing/sdk-client';

const PASSWORD = 'Correct-horse-1';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';
const USERNAME = 'ada';

const signingKeys = await generateSigningKeys();

let pool: UserPool;
let client: AppClient;
let sdk: SdkClient;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
  client = pool.addClient({ authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'] });
  sdk = new SdkClient(pool, client);
});

afterEach(() => pool.close());

const sentCode = () => pool.outbox.at(-1)?.code ?? '';
const totpCode = (secret = TOTP_SECRET) => new TOTP({ secret }).generate();

describe('EMAIL_OTP as a second factor', () => {
  it('is asked after the password', async () => {
    pool.addUser({ username: USERNAME, password: PASSWORD, mfa: { email: 'ada@example.com' } });
    const { ChallengeName, ChallengeParameters, Session } = await sdk.signIn(USERNAME, PASSWORD);
    expect(ChallengeName).toBe('EMAIL_OTP');
    expect(ChallengeParameters).toMatchObject({ CODE_DELIVERY_DESTINATION: 'a***@e***' });
    const answer = (code: string) => sdk.respond('EMAIL_OTP', Session, { USERNAME, EMAIL_OTP_CODE: code });
    await expect(answer('wrong')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect(await answer(sentCode())).toHaveProperty('AuthenticationResult.IdToken');
  });
});

describe('SELECT_MFA_TYPE', () => {
  beforeEach(() => {
    const mfa = { sms: '+491511231234', totp: TOTP_SECRET, email: 'ada@example.com' };
    pool.addUser({ username: USERNAME, password: PASSWORD, mfa });
  });

  it('is asked where the user has several second factors, and sends no code yet', async () => {
    const { ChallengeName, ChallengeParameters } = await sdk.signIn(USERNAME, PASSWORD);
    expect(ChallengeName).toBe('SELECT_MFA_TYPE');
    expect(JSON.parse(ChallengeParameters?.MFAS_CAN_CHOOSE ?? '')).toEqual([
      'SMS_MFA',
      'SOFTWARE_TOKEN_MFA',
      'EMAIL_OTP',
    ]);
    expect(pool.outbox).toEqual([]);
  });

  it.each([
    ['SMS_MFA', 'SMS_MFA_CODE', sentCode],
    ['SOFTWARE_TOKEN_MFA', 'SOFTWARE_TOKEN_MFA_CODE', totpCode],
    ['EMAIL_OTP', 'EMAIL_OTP_CODE', sentCode],
  ] as const)('leads to %s', async (name, member, code) => {
    const { Session } = await sdk.signIn(USERNAME, PASSWORD);
    const asked = await sdk.respond('SELECT_MFA_TYPE', Session, { USERNAME, ANSWER: name });
    expect(asked.ChallengeName).toBe(name);
    const output = await sdk.respond(name, asked.Session, { USERNAME, [member]: code() });
    expect(output).toHaveProperty('AuthenticationResult.IdToken');
  });

  it('refuses a factor that the user does not have', async () => {
    const { Session } = await sdk.signIn(USERNAME, PASSWORD);
    const answer = sdk.respond('SELECT_MFA_TYPE', Session, { USERNAME, ANSWER: 'WEB_AUTHN' });
    await expect(answer).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('is understood by amazon-cognito-identity-js', async () => {
    const user = amazonUser(pool, client, USERNAME);
    expect(await signIn(user, USERNAME, PASSWORD)).toMatchObject({ kind: 'selectMfaType' });
    expect(await selectMfaType(user, 'SOFTWARE_TOKEN_MFA')).toMatchObject({ kind: 'totpRequired' });
    expect(await sendCode(user, totpCode(), 'SOFTWARE_TOKEN_MFA')).toMatchObject({ kind: 'signedIn' });
  });
});

describe('MFA_SETUP', () => {
  beforeEach(() => {
    pool.configure({ mfaToSetUp: ['SOFTWARE_TOKEN_MFA'] });
    pool.addUser({ username: USERNAME, password: PASSWORD });
  });

  const associate = (Session: string | undefined) =>
    sdk.sdk.send(new AssociateSoftwareTokenCommand({ Session }));
  const verify = (Session: string | undefined, UserCode: string) =>
    sdk.sdk.send(new VerifySoftwareTokenCommand({ Session, UserCode }));

  it('makes an authenticator app the second factor', async () => {
    const asked = await sdk.signIn(USERNAME, PASSWORD);
    expect(asked.ChallengeName).toBe('MFA_SETUP');
    expect(asked.ChallengeParameters).toMatchObject({ MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' });
    const { SecretCode = '', Session } = await associate(asked.Session);
    const verified = await verify(Session, totpCode(SecretCode));
    expect(verified.Status).toBe('SUCCESS');
    const output = await sdk.respond('MFA_SETUP', verified.Session, { USERNAME });
    const { accessToken } = tokensOf(output);
    expect(await sdk.sdk.send(new GetUserCommand({ AccessToken: accessToken }))).toMatchObject({
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });
    expect(await sdk.signIn(USERNAME, PASSWORD)).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
  });

  it('forgives two wrong codes, and refuses what is no code', async () => {
    const asked = await sdk.signIn(USERNAME, PASSWORD);
    const { SecretCode = '', Session } = await associate(asked.Session);
    const wrong = totpCode(SecretCode) === '000000' ? '000001' : '000000';
    await expect(verify(Session, 'letters')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(verify(Session, wrong)).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    }
    expect(await verify(Session, totpCode(SecretCode))).toMatchObject({ Status: 'SUCCESS' });
  });

  it('wants each step with the Session of the one before', async () => {
    const asked = await sdk.signIn(USERNAME, PASSWORD);
    const early = sdk.respond('MFA_SETUP', asked.Session, { USERNAME });
    await expect(early).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(verify(asked.Session, '123456')).rejects.toThrow('Invalid session for the user.');
    await associate(asked.Session);
    await expect(associate(asked.Session)).rejects.toThrow('session can only be used once');
    await expect(associate('made up')).rejects.toThrow('Invalid session for the user.');
  });

  it('offers no authenticator app where the pool has none', async () => {
    pool.configure({ mfaToSetUp: ['SMS_MFA'] });
    const asked = await sdk.signIn(USERNAME, PASSWORD);
    await expect(associate(asked.Session)).rejects.toMatchObject({
      name: 'SoftwareTokenMFANotFoundException',
    });
  });

  it('is understood by amazon-cognito-identity-js', async () => {
    const user = amazonUser(pool, client, USERNAME);
    expect(await signIn(user, USERNAME, PASSWORD)).toMatchObject({ kind: 'mfaSetup' });
    const secret = await associateSoftwareToken(user);
    expect(await verifySoftwareToken(user, totpCode(secret))).toMatchObject({ kind: 'signedIn' });
  });
});
