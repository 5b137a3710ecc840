import { expect } from 'playwright/test';
import { expectProblemAt, expectProblemBelow } from './support/expect-popup';
import { expectNoToken, expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import { formBy, PASSWORD } from './support/story';
import type { UserPool } from './user-pool/start-user-pool';

const METHOD = 'Custom challenge';
const QUESTION = 'Answer the user pool’s question';
const ROUNDS = [
  { publicParameters: { captcha: 'What is three and four?', hint: 'less than ten' }, answer: 'seven' },
  { publicParameters: { riddle: 'What has keys and opens nothing?' }, answer: 'a piano' },
];

function poolWithAlice(pool: UserPool, clientSecret: string | false = false) {
  const client = pool.addClient({ clientSecret });
  const user = pool.addUser({ username: 'alice', password: PASSWORD });
  pool.configure({ customChallenges: ROUNDS });
  return { pool, client, user };
}

test('custom challenge: two rounds, each with what the pool has to say about it', async ({
  pool,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool);
  await popup.submitSignIn(formBy(METHOD, pool, alice.client, { Username: 'alice' }));
  await popup.asked(QUESTION);
  const says = popup.page.locator('#publicParameters');
  await expect(says).toHaveText('captchaWhat is three and four?hintless than ten');
  await popup.answer({ Answer: 'seven' });
  await expect(says).toHaveText('riddleWhat has keys and opens nothing?');
  await expectNoToken(api);

  await popup.answer({ Answer: 'a piano' });
  await expectSignedIn(popup, api, alice);
  expect(pool.calls.map(({ challengeName }) => challengeName)).not.toContain('PASSWORD_VERIFIER');
});

test('D, F: custom challenge: the pool asks again after a wrong answer, and the popup says so; it ends the sign-in after the third', async ({
  pool,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool);
  await popup.submitSignIn(formBy(METHOD, pool, alice.client, { Username: 'alice' }));
  for (const [index, answer] of ['one', 'two', 'three'].entries()) {
    await popup.asked(QUESTION);
    await popup.answer({ Answer: answer });
    await expect.poll(() => pool.callsOf('RespondToAuthChallenge')).toHaveLength(index + 1);
    if (index === 2) break;
    await expectProblemAt(popup, 'Answer', 'authError_answerNotAccepted');
    await expect(popup.field('Answer')).toHaveValue('');
    await expect(popup.field('Answer')).toBeFocused();
  }
  await popup.button('Sign in').waitFor();
  await expectProblemBelow(popup, 'authError_answerRefused');
  await expectNoToken(api);
});

test('custom challenge after the password, for an app client with a secret', async ({ pool, popup, api }) => {
  const alice = poolWithAlice(pool, 'very-secret');
  const form = formBy(METHOD, pool, alice.client, { Username: 'alice', 'Client secret': 'very-secret' });
  await popup.submitSignIn({ ...form, Password: 'Wr0ng-horse!' });
  await expectProblemAt(popup, 'Password', 'authError_wrongPassword');
  await expectNoToken(api);

  await popup.submitSignIn({ Password: PASSWORD });
  await popup.asked(QUESTION);
  await popup.answer({ Answer: 'seven' });
  await expect(popup.page.getByText('What has keys and opens nothing?')).toBeVisible();
  await popup.answer({ Answer: 'a piano' });
  await expectSignedIn(popup, api, alice);
  expect(pool.calls.map(({ challengeName }) => challengeName)).toContain('PASSWORD_VERIFIER');
});

test('custom challenge: a pool without one, and an app client that does not allow it', async ({
  pool,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool);
  const refusing = pool.addClient({ authFlows: ['ALLOW_USER_SRP_AUTH'] });
  await popup.submitSignIn(formBy(METHOD, pool, refusing, { Username: 'alice' }));
  await expectProblemAt(popup, 'Sign-in method', 'authError_customFlowNotEnabled');

  pool.configure({ customChallenges: undefined });
  await popup.submitSignIn({ 'App client ID': alice.client.clientId });
  await expectProblemAt(popup, 'Sign-in method', 'authError_customChallengeMissing');
  await expectNoToken(api);
});
