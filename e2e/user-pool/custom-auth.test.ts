import type { CognitoUser } from 'amazon-cognito-identity-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppClient } from './app-clients';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { amazonUser, sendCustomAnswer, signIn, startCustomAuth } from './testing/amazon-client';
import { SdkClient } from './testing/sdk-client';

const PASSWORD = 'Correct-horse-1';
const USERNAME = 'ada';
const QUESTIONS = [
  { publicParameters: { question: 'Name of the first pet?' }, answer: 'Rex' },
  { publicParameters: { question: 'And of the second?' }, answer: 'Tom' },
];

const signingKeys = await generateSigningKeys();

let pool: UserPool;
let client: AppClient;
let sdk: SdkClient;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys, settings: { customChallenges: QUESTIONS } });
  client = pool.addClient();
  sdk = new SdkClient(pool, client);
  pool.addUser({ username: USERNAME, password: PASSWORD });
});

afterEach(() => pool.close());

const answer = (Session: string | undefined, ANSWER: string) =>
  sdk.respond('CUSTOM_CHALLENGE', Session, { USERNAME, ANSWER });

describe('CUSTOM_AUTH', () => {
  it('asks one question after the other', async () => {
    const first = await sdk.initiate('CUSTOM_AUTH', { USERNAME });
    expect(first).toMatchObject({
      ChallengeName: 'CUSTOM_CHALLENGE',
      ChallengeParameters: { question: 'Name of the first pet?', USERNAME },
    });
    const second = await answer(first.Session, 'Rex');
    expect(second.ChallengeParameters).toMatchObject({ question: 'And of the second?' });
    expect(await answer(second.Session, 'Tom')).toHaveProperty('AuthenticationResult.IdToken');
  });

  it('asks again after a wrong answer, and ends after the third', async () => {
    let { Session } = await sdk.initiate('CUSTOM_AUTH', { USERNAME });
    for (let wrong = 0; wrong < 2; wrong += 1) {
      const again = await answer(Session, 'Fido');
      expect(again.ChallengeParameters).toMatchObject({ question: 'Name of the first pet?' });
      await expect(answer(Session, 'Rex')).rejects.toThrow('session can only be used once');
      Session = again.Session;
    }
    await expect(answer(Session, 'Fido')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(answer(Session, 'Rex')).rejects.toThrow('session can only be used once');
  });

  it('is refused in a pool without triggers, and for who may not sign in', async () => {
    pool.disableUser(USERNAME);
    await expect(sdk.initiate('CUSTOM_AUTH', { USERNAME })).rejects.toThrow('User is disabled.');
    pool.configure({ customChallenges: undefined });
    await expect(sdk.initiate('CUSTOM_AUTH', { USERNAME })).rejects.toThrow(
      'lambda trigger is not configured',
    );
  });
});

describe('amazon-cognito-identity-js', () => {
  let user: CognitoUser;

  beforeEach(() => {
    user = amazonUser(pool, client, USERNAME);
    user.setAuthenticationFlowType('CUSTOM_AUTH');
  });

  it('answers the questions', async () => {
    expect(await startCustomAuth(user, USERNAME)).toMatchObject({ kind: 'customChallenge' });
    expect(await sendCustomAnswer(user, 'Rex')).toMatchObject({ kind: 'customChallenge' });
    expect(await sendCustomAnswer(user, 'Tom')).toMatchObject({ kind: 'signedIn' });
  });

  it('proves the password by SRP first', async () => {
    expect(await signIn(user, USERNAME, PASSWORD)).toMatchObject({
      kind: 'customChallenge',
      parameters: { question: 'Name of the first pet?' },
    });
    await sendCustomAnswer(user, 'Rex');
    expect(await sendCustomAnswer(user, 'Tom')).toMatchObject({ kind: 'signedIn' });
    await expect(signIn(user, USERNAME, 'wrong')).rejects.toThrow('Incorrect username or password.');
  });
});
