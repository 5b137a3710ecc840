import { expect, type Page } from 'playwright/test';
import type { ProfileForm } from '../../src/core/profile/profile-form';
import type { AppClient } from '../user-pool/app-clients';
import type { UserPool } from '../user-pool/start-user-pool';
import { openOrHold } from './held';
import type { Popup } from './popup';
import { API, PASSWORD } from './story';

/** What signs alice in so that every request has a token of its own; the rest of the form is as it is by default. */
export function everyRequestSignIn(
  pool: UserPool,
  client: AppClient,
  overrides: Partial<ProfileForm> = {},
): { readonly form: Partial<ProfileForm>; readonly credential: string } {
  const form: Partial<ProfileForm> = {
    userPoolId: pool.userPoolId,
    clientId: client.clientId,
    apiHosts: API,
    username: 'alice',
    fetchMode: 'everyRequest',
    ...overrides,
  };
  return { form, credential: PASSWORD };
}

/** Runs in a page of the extension and signs in. @returns the session, or why there is none */
export async function sendSignIn({
  form,
  credential,
}: ReturnType<typeof everyRequestSignIn>): Promise<unknown> {
  const { value } = await chrome.runtime.sendMessage({ type: 'getState', profileId: null });
  const { profileId } = value;
  const request = { type: 'signIn', profileId, form: { ...value.form, ...form }, credential };
  const reply = await chrome.runtime.sendMessage(request);
  return reply.ok ? reply.value.session : reply;
}

/** Signs alice in, at an app client of her own, which it gives. */
export async function signInForEveryRequest(pool: UserPool, popup: Popup): Promise<AppClient> {
  const client = pool.addClient();
  pool.addUser({ username: 'alice', password: PASSWORD });
  const session = await popup.page.evaluate(sendSignIn, everyRequestSignIn(pool, client));
  expect(session).toMatchObject({ kind: 'signedIn', fetchesEveryRequest: true });
  return client;
}

/** Opens a URL, which is held first, and waits until it has gone on. */
export async function openHeld(tab: Page, url: string): Promise<void> {
  await openOrHold(tab, url);
  await arriveAt(tab, url);
}

export const arriveAt = (tab: Page, url: string) => tab.waitForURL((to) => to.href === new URL(url).href);
