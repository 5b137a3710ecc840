import { afterEach, beforeEach, expect, test } from 'vitest';
import { generateSigningKeys } from '../../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import { publicParametersOf } from '../../core/session/challenge';
import { aTokenSource, challengeOf, codeOf, tokensOf } from '../../testing/token-source-rig';
import type { TokenSource } from '../token-source';

const PASSWORD = 'Corr3ct-horse!';
const customChallenges = [
  { publicParameters: { question: 'Name of your first pet?' }, answer: 'Rex' },
  { publicParameters: { question: 'Colour?' }, answer: 'red brown' },
];
const signingKeys = await generateSigningKeys();
let pool: UserPool;
let source: TokenSource;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys, settings: { customChallenges } });
  pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com' });
  source = aTokenSource(pool, { profile: { signInMethod: 'custom', username: 'alice@example.com' } });
});

afterEach(() => pool.close());

const sentChallenges = () => pool.callsOf('RespondToAuthChallenge').map(({ challengeName }) => challengeName);

test.each([
  ['without a password, the name alone comes first', '', []],
  ['with a password, its proof comes first', PASSWORD, ['PASSWORD_VERIFIER']],
])('%s; then as many questions as the pool has', async (_, password, first) => {
  const pet = challengeOf(await source.signIn(password));
  expect(pet.name).toBe('CUSTOM_CHALLENGE');
  expect(publicParametersOf(pet)).toEqual(customChallenges[0]?.publicParameters);
  const colour = challengeOf(await source.answerChallenge(pet, { answer: 'Rex' }));
  expect(publicParametersOf(colour)).toEqual(customChallenges[1]?.publicParameters);
  const step = await source.answerChallenge(colour, { answer: 'red brown' });
  expect(tokensOf(step).username).toBe('alice');
  expect(sentChallenges()).toEqual([...first, 'CUSTOM_CHALLENGE', 'CUSTOM_CHALLENGE']);
});

test('a wrong password is refused before any question', async () => {
  expect(await codeOf(source.signIn('wrong'))).toBe('wrongPassword');
});

test('D: a wrong answer is asked again, until the pool has enough; nobody was asked for a password', async () => {
  const first = challengeOf(await source.signIn(''));
  const second = challengeOf(await source.answerChallenge(first, { answer: 'Tom' }));
  expect(second.session).not.toBe(first.session);
  const third = challengeOf(await source.answerChallenge(second, { answer: 'Tim' }));
  expect(await codeOf(source.answerChallenge(third, { answer: 'Tam' }))).toBe('answerRefused');
});

test.each(['custom', 'choice'] as const)(
  'D: %s without a password is refused without a word about one',
  async (signInMethod) => {
    pool.refuseNext({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' });
    const profile = { signInMethod, username: 'nobody' };
    const client = { authFlows: ['ALLOW_USER_AUTH', 'ALLOW_CUSTOM_AUTH'] as const };
    expect(await codeOf(aTokenSource(pool, { profile, client }).signIn(''))).toBe('signInRefused');
  },
);

test('a pool without triggers, and an app client without the flow, say so', async () => {
  const refused = aTokenSource(pool, {
    profile: { signInMethod: 'custom' },
    client: { authFlows: ['ALLOW_USER_SRP_AUTH'] },
  });
  expect(await codeOf(refused.signIn(''))).toBe('customFlowNotEnabled');
  pool.configure({ customChallenges: undefined });
  expect(await codeOf(source.signIn(''))).toBe('customChallengeMissing');
});
