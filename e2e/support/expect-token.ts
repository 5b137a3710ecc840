import { expect } from 'playwright/test';
import type { AppClient } from '../user-pool/app-clients';
import type { UserPool } from '../user-pool/start-user-pool';
import type { User } from '../user-pool/users';
import type { ApiPage } from './api-page';
import type { Popup } from './popup';
import { verifyToken } from './story';

/** Who has to be in the token that arrives. */
export interface Expected {
  readonly pool: UserPool;
  readonly client: AppClient;
  readonly user: User;
  readonly tokenUse?: 'id' | 'access';
}

/** Expects the popup to say who is signed in, and a request to arrive with a token of that user, as an API verifies it. */
export async function expectSignedIn(
  popup: Popup,
  api: ApiPage,
  { pool, client, user, tokenUse = 'id' }: Expected,
): Promise<void> {
  await popup.signedInAs(user.username).waitFor();
  const { sub } = await verifyToken(pool, client, tokenUse, await api.request());
  expect(sub).toBe(user.sub);
}

/** Expects that no request has carried a token yet, the one that is made now included. */
export async function expectNoToken(api: ApiPage): Promise<void> {
  expect(await api.request()).toBeUndefined();
  expect(api.tokensArrived).toEqual([]);
}
