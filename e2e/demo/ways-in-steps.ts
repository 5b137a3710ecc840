import { TOTP, URI } from 'otpauth';
import type { Page } from 'playwright';
import { pageOpenedBy } from '../support/opened-page';
import { sessionStorage } from '../support/storage';
import { waitUntil } from '../support/wait-until';
import { expectNoToken, expectTokenOf, must } from './checks';
import { ADA, ALICE, DAVE, GOOGLE } from './people';
import type { Stage } from './stage';
import type { Step } from './steps';

/** Every further way into the user pool. Somebody is signed in when they begin. */
export const WAYS_IN_STEPS: readonly Step[] = [
  { name: 'dave chooses a one-time code by e-mail', run: signInByCode },
  { name: 'Sign out everywhere ends his sessions at the pool', run: signOutEverywhere },
  {
    name: "alice signs in by the hosted UI and the front end's own callback, whose server never sees the code",
    run: signInByHostedUi,
  },
  { name: 'signed out of the hosted UI too, ada comes straight from Google', run: signInByGoogle },
  { name: 'from now on the pool wants a second factor: dave sets up an authenticator app', run: setUpTotp },
];

async function signInByCode(stage: Stage): Promise<void> {
  await signOut(stage, 'Sign out');
  const { popup } = stage;
  await popup.submitSignIn({ 'Sign-in method': 'One-time code or passkey', Username: DAVE.username });
  await popup.page.getByRole('radio', { name: 'E-mail code' }).check();
  await stage.picturesOfPopup('choice');
  await popup.button('Continue').click();
  await popup.field('Verification code').waitFor();
  await popup.fill({ 'Verification code': stage.servers.pool.outbox.at(-1)?.code ?? '' });
  await stage.pictureOfPopup('code-by-email');
  await popup.button('Continue').click();
  await popup.signedInAs(DAVE.username).waitFor();
  expectTokenOf(DAVE, await stage.openApi());
}

async function signOutEverywhere(stage: Stage): Promise<void> {
  const { pool } = stage.servers;
  const { refreshToken } = await sessionStorage(stage.extension);
  must(refreshToken !== undefined, 'the extension holds no refresh token');
  await stage.popup.button('Other ways to sign out').click();
  await stage.picturesOfPopup('other-ways-to-sign-out');
  await signOut(stage, 'Sign out everywhere');
  expectNoToken(await stage.openApi());
  await waitUntil('a global sign-out at the pool', () =>
    pool.callsOf('GlobalSignOut').some(({ status }) => status === 200),
  );
  await waitUntil('a dead refresh token', () => !pool.refreshTokenIsLive(refreshToken ?? ''));
}

async function signInByHostedUi(stage: Stage): Promise<void> {
  const { pages } = stage.servers;
  const callback = { 'Callback URL': pages.callbackUrl };
  await stage.popup.fill({ 'Sign-in method': 'Hosted UI', Username: '', ...callback });
  await stage.picturesOfPopup('hosted-ui-form');
  const login = await openSignInTab(stage);
  await stage.picturesOfPopup('sign-in-window-open');
  await login.getByLabel('Username').fill(ALICE.username);
  await login.getByLabel('Password').fill(ALICE.password);
  await stage.pictureOfTab('hosted-ui', login);
  await login.getByRole('button', { name: 'Sign in' }).click();
  await stage.popup.signedInAs(ALICE.username).waitFor();
  expectTokenOf(ALICE, await stage.openApi());
  expectNoCode(stage);
}

async function signInByGoogle(stage: Stage): Promise<void> {
  await stage.popup.button('Other ways to sign out').click();
  const signedOut = await pageOpenedBy(
    stage.extension.context,
    () => signOut(stage, 'Sign out of the hosted UI too'),
    'http',
  );
  await signedOut.getByLabel('Username').waitFor();
  await signedOut.close();
  await stage.popup.fill({ 'Identity provider': GOOGLE.name });
  const page = await openSignInTab(stage);
  await page.getByRole('button', { name: `Continue as ${ADA.name}` }).click();
  await stage.popup.signedInAs(`${ADA.email} (${GOOGLE.name})`).waitFor();
  await stage.pictureOfPopup('signed-in-by-google');
  expectTokenOf({ username: `${GOOGLE.name}_${ADA.userId}` }, await stage.openApi());
  expectNoCode(stage);
}

async function setUpTotp(stage: Stage): Promise<void> {
  stage.servers.pool.configure({ mfaToSetUp: ['SOFTWARE_TOKEN_MFA'] });
  await signOut(stage, 'Sign out');
  const { popup } = stage;
  await popup.submitSignIn({
    'Sign-in method': 'Password (SRP)',
    Username: DAVE.username,
    Password: DAVE.password,
  });
  const link = await popup.page.getByRole('link', { name: 'Open in an app' }).getAttribute('href');
  const authenticator = URI.parse(link ?? '');
  must(authenticator instanceof TOTP, 'the link is none of an authenticator app');
  await popup.fill({ 'Verification code': authenticator.generate() });
  await stage.picturesOfPopup('authenticator-set-up');
  await popup.button('Continue').click();
  await popup.signedInAs(DAVE.username).waitFor();
  expectTokenOf(DAVE, await stage.openApi());
}

async function signOut(stage: Stage, button: string): Promise<void> {
  await stage.popup.button(button).click();
  await stage.popup.button('Sign in').waitFor();
}

/** Presses "Sign in". @returns the tab with the pool's own page, or the identity provider's */
async function openSignInTab({ extension, popup }: Stage): Promise<Page> {
  const page = await pageOpenedBy(extension.context, () => popup.button('Sign in').click(), 'http');
  await page.getByRole('button').first().waitFor();
  return page;
}

function expectNoCode({ servers: { pages } }: Stage): void {
  const seen = pages.requests.filter((url) => url.startsWith(pages.callbackUrl));
  must(seen.length === 0, "the front end's server was asked for its callback");
}
