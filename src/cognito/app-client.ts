import type { Profile } from '../core/profile/profile';
import { cognitoEndpoint, isIssuerOf } from '../core/profile/user-pool-id';

/** The app client we speak as, and where. */
export interface AppClient {
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** URL without a trailing slash. */
  readonly endpoint: string;
  /** The part of the pool ID that SRP hashes. */
  readonly poolName: string;
  /** Whether this `iss` may stand in the pool's tokens. */
  readonly isIssuer: (issuer: string) => boolean;
  /** Where the keys are that sign the tokens of an issuer of the pool. */
  readonly keySetUrl: (issuer: string) => string;
}

/** The app client of a profile. */
export function appClientOf(
  profile: Pick<Profile, 'pool' | 'clientId' | 'customEndpoint'>,
  clientSecret: string | null,
): AppClient {
  const { pool, clientId, customEndpoint } = profile;
  return {
    clientId,
    clientSecret,
    endpoint: customEndpoint ?? cognitoEndpoint(pool.region),
    poolName: pool.poolName,
    // An emulator or a private endpoint names its issuer by its own address, but always ends it with the pool ID.
    isIssuer: (issuer) =>
      isIssuerOf(pool, issuer) || (customEndpoint !== null && issuer.endsWith(`/${pool.userPoolId}`)),
    // There an issuer's name says nothing about where it can be reached.
    keySetUrl: (issuer) =>
      `${customEndpoint === null ? issuer : `${customEndpoint}/${pool.userPoolId}`}/.well-known/jwks.json`,
  };
}
