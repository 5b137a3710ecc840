import { webcrypto } from 'node:crypto';
import { TokenSource } from '../cognito/token-source';
import type { Profile } from '../core/profile/profile';
import { NO_SECRETS } from '../core/session/credentials';
import { aPool, aProfile } from './builders';
import { createFakeKeySets } from './fake-key-sets';

interface Server {
  readonly endpoint: string;
  readonly userPoolId: string;
  readonly clientId: string;
}

/**
 * What the extension would sign in with, at a server that is not ours.
 * @param clientSecret null where the app client has none
 */
export function tokenSourceFor(
  { endpoint, userPoolId, clientId }: Server,
  settings: Partial<Profile>,
  clientSecret: string | null = null,
): TokenSource {
  const profile = aProfile({ pool: aPool(userPoolId), clientId, customEndpoint: endpoint, ...settings });
  return new TokenSource({
    profile,
    secrets: { ...NO_SECRETS, clientSecret },
    platform: {
      fetch,
      crypto: webcrypto as unknown as Crypto,
      now: Date.now,
      wallNow: Date.now,
      keySets: createFakeKeySets(),
      callbackUrl: 'https://extension-id.chromiumapp.org/',
      openSilently: () => Promise.reject(new Error('nothing is opened silently here')),
    },
  });
}
