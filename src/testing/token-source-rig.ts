import { webcrypto } from 'node:crypto';
import type { AppClientSettings } from '../../e2e/user-pool/app-clients';
import type { UserPool } from '../../e2e/user-pool/start-user-pool';
import { type AuthStep, KEEP_NOTHING, type Keeping } from '../cognito/auth-step';
import type { Platform } from '../cognito/platform';
import { TokenSource } from '../cognito/token-source';
import { AuthError, type AuthErrorCode } from '../core/auth-error';
import type { Profile } from '../core/profile/profile';
import type { Challenge } from '../core/session/challenge';
import { NO_SECRETS, type ProfileSecrets } from '../core/session/credentials';
import type { TokenSet } from '../core/session/token';
import { aPool, aProfile } from './builders';
import { createFakeKeySets } from './fake-key-sets';

/** Every way to sign in that an app client can allow. */
const ALL_FLOWS = [
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
];

export interface SourceSettings {
  readonly profile?: Partial<Profile>;
  readonly secrets?: Partial<ProfileSecrets>;
  readonly client?: Partial<AppClientSettings>;
  readonly platform?: Partial<Platform>;
  readonly keeping?: Partial<Keeping>;
}

/** The way to the tokens of a profile whose user pool is this local one, by an app client of its own. */
export function aTokenSource(
  pool: UserPool,
  { profile, secrets, client, platform, keeping }: SourceSettings = {},
): TokenSource {
  const { clientId, clientSecret = null } = pool.addClient({ authFlows: ALL_FLOWS, ...client });
  const address = { pool: aPool(pool.userPoolId), customEndpoint: pool.endpoint };
  return new TokenSource({
    profile: aProfile({ ...address, clientId, ...profile }),
    secrets: { ...NO_SECRETS, clientSecret, ...secrets },
    keeping: { ...KEEP_NOTHING, ...keeping },
    platform: {
      fetch,
      crypto: webcrypto as unknown as Crypto,
      now: Date.now,
      wallNow: Date.now,
      keySets: createFakeKeySets(),
      callbackUrl: 'https://extension.example/',
      openSilently: async () => '',
      ...platform,
    },
  });
}

/** The tokens that a step has led to. @throws Error if it has not */
export function tokensOf(step: AuthStep): TokenSet {
  if (step.kind !== 'tokens') throw new Error(`expected tokens, got ${JSON.stringify(step)}`);
  return step.tokens;
}

/** The question that a step has led to. @throws Error if it has not */
export function challengeOf(step: AuthStep): Challenge {
  if (step.kind !== 'challenge') throw new Error(`expected a challenge, got ${step.kind}`);
  return step.challenge;
}

/** The code of the failure of a call, or that there was none. */
export async function codeOf(call: Promise<unknown>): Promise<AuthErrorCode | 'no error'> {
  try {
    await call;
    return 'no error';
  } catch (error) {
    if (error instanceof AuthError) return error.code;
    throw error;
  }
}

/** For renewals in which nothing is lost if a rotated refresh token is not stored at once. */
export async function keepNothing(): Promise<void> {}
