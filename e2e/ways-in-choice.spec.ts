import { expectProblemAt, expectProblemBelow } from './support/expect-popup';
import { expectNoToken, expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import { formBy, PASSWORD } from './support/story';
import type { AppClientSettings } from './user-pool/app-clients';
import type { UserPool } from './user-pool/start-user-pool';

const METHOD = 'One-time code or passkey';
const CHOICE = 'How do you want to go on?';
const EMAIL_CODE = 'Enter the code from your email';
const SMS_CODE = 'Enter the code from your text message';

function poolWithAlice(pool: UserPool, settings: Partial<AppClientSettings> = {}) {
  const client = pool.addClient({
    authFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ...settings,
  });
  const user = pool.addUser({
    username: 'alice',
    password: PASSWORD,
    email: 'alice@example.com',
    phone: '+4915112345678',
  });
  return { pool, client, user };
}

function lastCode(pool: UserPool, medium: 'EMAIL' | 'SMS'): string {
  return pool.outbox.findLast((sent) => sent.medium === medium)?.code ?? '';
}

test('by choice: a code by e-mail, of which a wrong one may be corrected', async ({ pool, popup, api }) => {
  const alice = poolWithAlice(pool);
  await popup.submitSignIn(formBy(METHOD, pool, alice.client, { Username: 'alice' }));
  await popup.asked(CHOICE);
  await popup.choose('E-mail code');
  await popup.asked(EMAIL_CODE);
  await popup.answer({ 'Verification code': '00000000x' });
  await expectProblemAt(popup, 'Verification code', 'authError_codeMismatch');
  await expectNoToken(api);

  await popup.answer({ 'Verification code': lastCode(pool, 'EMAIL') });
  await expectSignedIn(popup, api, alice);
});

test('by choice, for an app client with a secret: a code by SMS', async ({ pool, popup, api }) => {
  const alice = poolWithAlice(pool, { clientSecret: 'very-secret' });
  const form = formBy(METHOD, pool, alice.client, { Username: 'alice' });
  await popup.submitSignIn({ ...form, 'Client secret': 'not-that-one' });
  await expectProblemAt(popup, 'Client secret', 'authError_clientSecretWrong');
  await expectNoToken(api);

  await popup.submitSignIn({ 'Client secret': 'very-secret' });
  await popup.asked(CHOICE);
  await popup.choose('SMS code');
  await popup.asked(SMS_CODE);
  await popup.answer({ 'Verification code': lastCode(pool, 'SMS') });
  await expectSignedIn(popup, api, alice);
});

for (const choice of ['Password', 'Password (SRP)']) {
  test(`by choice: ${choice}, after a wrong one`, async ({ pool, popup, api }) => {
    const alice = poolWithAlice(pool);
    await popup.submitSignIn(formBy(METHOD, pool, alice.client, { Username: 'alice' }));
    await popup.asked(CHOICE);
    await popup.choose(choice);
    await popup.asked('Enter your password');
    await popup.answer({ Password: 'Wr0ng-horse!' });
    await expectProblemAt(popup, 'Password', 'authError_wrongPassword');
    await expectNoToken(api);

    await popup.button('Sign in').click();
    await popup.asked(CHOICE);
    await popup.choose(choice);
    await popup.asked('Enter your password');
    await popup.answer({ Password: PASSWORD });
    await expectSignedIn(popup, api, alice);
  });

  const preferred = { Username: 'alice', 'First factor': choice };
  test(`by the preferred factor: ${choice}, after a wrong one`, async ({ pool, popup, api }) => {
    const alice = poolWithAlice(pool);
    const form = formBy(METHOD, pool, alice.client, preferred);
    await popup.submitSignIn({ ...form, Password: 'Wr0ng-horse!' });
    await expectProblemAt(popup, 'Password', 'authError_wrongPassword');
    await expectNoToken(api);

    await popup.submitSignIn({ Password: PASSWORD });
    await expectSignedIn(popup, api, alice);
  });
}

test('by the preferred factor: a code by e-mail, and one that comes too late', async ({
  pool,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool);
  const form = formBy(METHOD, pool, alice.client, { Username: 'alice', 'First factor': 'E-mail code' });
  await popup.submitSignIn(form);
  await popup.asked(EMAIL_CODE);
  pool.setClockSkewMs(alice.client.authSessionSeconds * 1000 + 1000);
  await popup.answer({ 'Verification code': lastCode(pool, 'EMAIL') });
  await expectProblemBelow(popup, 'authError_challengeExpired');
  await expectNoToken(api);

  pool.setClockSkewMs(0);
  await popup.button('Sign in').click();
  await popup.asked(EMAIL_CODE);
  await popup.answer({ 'Verification code': lastCode(pool, 'EMAIL') });
  await expectSignedIn(popup, api, alice);
});

test('by choice, where the app client does not allow it: the setting is named', async ({
  pool,
  popup,
  api,
}) => {
  const refusing = pool.addClient();
  const alice = poolWithAlice(pool);
  await popup.submitSignIn(formBy(METHOD, pool, refusing, { Username: 'alice' }));
  await expectProblemAt(popup, 'Sign-in method', 'authError_choiceFlowNotEnabled');
  await expectNoToken(api);

  await popup.submitSignIn({ 'App client ID': alice.client.clientId });
  await popup.asked(CHOICE);
  await popup.choose('E-mail code');
  await popup.asked(EMAIL_CODE);
  await popup.answer({ 'Verification code': lastCode(pool, 'EMAIL') });
  await expectSignedIn(popup, api, alice);
});
