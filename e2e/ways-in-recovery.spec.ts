import { expect } from 'playwright/test';
import { textOf } from './support/catalogue';
import { expectProblemAt } from './support/expect-popup';
import { expectNoToken, expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import type { Popup } from './support/popup';
import { formFor, PASSWORD } from './support/story';
import type { UserPool } from './user-pool/start-user-pool';
import type { NewUser } from './user-pool/users';

const NEW_PASSWORD = 'N3w-password!';

function poolWithAlice(pool: UserPool, user: Partial<NewUser>, clientSecret: string | false = false) {
  const client = pool.addClient({ clientSecret });
  return {
    ...{ pool, client },
    user: pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com', ...user }),
  };
}

function lastCode(pool: UserPool): string {
  return pool.outbox.at(-1)?.code ?? '';
}

async function resendCode(popup: Popup): Promise<void> {
  await popup.button('Send a new code').click();
  const sent = textOf('codeSent');
  await popup.page.getByRole('status').filter({ hasText: sent }).waitFor();
}

test('a sign-up that was never confirmed: a code that is out of force, then the new one', async ({
  pool,
  popup,
  api,
}) => {
  const alice = poolWithAlice(pool, { confirmed: false }, 'very-secret');
  await popup.submitSignIn({ ...formFor(pool, alice.client), 'Client secret': 'very-secret' });
  await popup.asked('Confirm your sign-up');
  const former = lastCode(pool);
  await resendCode(popup);
  await popup.answer({ 'Verification code': former, Password: PASSWORD });
  await expectProblemAt(popup, 'Verification code', 'authError_codeMismatch');
  await expectNoToken(api);

  await popup.answer({ 'Verification code': lastCode(pool), Password: PASSWORD });
  await expectSignedIn(popup, api, alice);
});

for (const [beginning, mustResetPassword] of [
  ['forgotten', false],
  ['that an administrator has reset', true],
] as const) {
  test(`a password ${beginning}: a wrong code, one against the policy, and the new one`, async ({
    pool,
    popup,
    api,
  }) => {
    const alice = poolWithAlice(pool, { mustResetPassword }, 'very-secret');
    await popup.fill({ ...formFor(pool, alice.client), 'Client secret': 'very-secret' });
    await popup.button(mustResetPassword ? 'Sign in' : 'Forgot password?').click();
    await popup.asked('Set a new password');
    if (mustResetPassword) await resendCode(popup);
    await popup.answer({ 'Verification code': 'x00000', 'New password': NEW_PASSWORD });
    await expectProblemAt(popup, 'Verification code', 'authError_codeMismatch');
    await popup.answer({ 'Verification code': lastCode(pool), 'New password': 'short' });
    await expect(popup.field('New password')).toHaveAttribute('aria-invalid', 'true');
    await expect(popup.alert).toContainText(textOf('authError_passwordPolicy'));
    await expectNoToken(api);

    await popup.answer({ 'Verification code': lastCode(pool), 'New password': NEW_PASSWORD });
    await expectSignedIn(popup, api, alice);
    await popup.button('Sign out').click();
    await popup.submitSignIn({ Password: PASSWORD });
    await expectProblemAt(popup, 'Password', 'authError_wrongPassword');
    await popup.submitSignIn({ Password: NEW_PASSWORD });
    await expectSignedIn(popup, api, alice);
  });
}
