import { expect, type Page } from 'playwright/test';
import { ask } from './hosted-ui';
import type { RecordingSites } from './recording-sites';
import { API } from './story';

/** What a typed URL of the API is sent with. */
export async function bearerAt(sites: RecordingSites, tab: Page): Promise<string | undefined> {
  const path = `/${crypto.randomUUID()}`;
  await tab.goto(`https://${API}${path}`);
  return sites.to(API, path)[0]?.authorization;
}

/** The session that the popup's page is told of. */
export async function sessionOf(popup: Page) {
  return (await ask(popup, { type: 'getState' })).session;
}

/** Waits for a session, by some of its members, and for the rules that follow from it. */
export async function waitForSession(popup: Page, expected: Record<string, unknown>): Promise<void> {
  await expect.poll(() => sessionOf(popup)).toMatchObject(expected);
  // A session can be read a moment before its rules stand; a change of settings is answered once they do.
  await ask(popup, { type: 'changeSettings', settings: {} });
}

/** The session of alice. */
export const SIGNED_IN = { kind: 'signedIn', username: 'alice' };
