import type { Page } from 'playwright/test';
import type { OfShownProfile } from '../../src/core/messages/protocol';
import { EMPTY_FORM, type ProfileForm } from '../../src/core/profile/profile-form';
import type { PopupState } from '../../src/core/views/popup-state';
import type { AppClient, AppClientSettings } from '../user-pool/app-clients';
import type { UserPool } from '../user-pool/start-user-pool';
import type { ChromiumExtension } from './chromium-extension';
import { pageOpenedBy } from './opened-page';
import { askOfShown } from './requests';
import { API, PASSWORD } from './story';

export const APP = 'app.example.com';
export const APP_CALLBACK = `https://${APP}/callback?env=dev`;

/** Where `launchWebAuthFlow` of this extension ends. Source: Chrome, "identity.getRedirectURL". */
export function browserCallback({ origin }: ChromiumExtension): string {
  return `https://${new URL(origin).host}.chromiumapp.org/`;
}

/** Adds alice, and an app client that signs in by the hosted UI. */
export function addHostedClient(
  extension: ChromiumExtension,
  pool: UserPool,
  settings: Partial<AppClientSettings> = {},
): AppClient {
  pool.addUser({ username: 'alice', password: PASSWORD, email: 'alice@example.com' });
  return pool.addClient({
    callbackUrls: [APP_CALLBACK, browserCallback(extension)],
    oauthFlows: ['code'],
    oauthScopes: ['openid', 'email', 'aws.cognito.signin.user.admin', 'api/read'],
    ...settings,
  });
}

/** The form that signs in by the hosted UI, which no navigation waits for. */
export function hostedForm(
  pool: UserPool,
  { clientId }: AppClient,
  values: Partial<ProfileForm> = {},
): ProfileForm {
  const { userPoolId } = pool;
  return { ...EMPTY_FORM, userPoolId, clientId, apiHosts: API, signInMethod: 'hostedUi', ...values };
}

/** Asks the background, as the extension's own pages do. @throws Error if it is not answered with the state */
export async function ask(page: Page, request: OfShownProfile): Promise<PopupState> {
  const reply = await page.evaluate(askOfShown, request);
  const { ok, value } = reply as { ok: boolean; value: PopupState };
  if (!ok) throw new Error(JSON.stringify(reply));
  return value;
}

/** Begins a sign-in. @returns the page of the pool that the user gets to see */
export async function openHostedUi(
  { context }: ChromiumExtension,
  popup: Page,
  form: ProfileForm,
): Promise<Page> {
  return pageOpenedBy(context, async () => {
    await ask(popup, { type: 'signIn', form, credential: '' });
    await ask(popup, { type: 'changeSettings', settings: { holdNavigations: false } });
  });
}

/** Signs alice in at the page of the pool. */
export async function signInAt(page: Page): Promise<void> {
  await page.getByLabel('Username').fill('alice');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
