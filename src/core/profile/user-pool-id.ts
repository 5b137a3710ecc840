import { failure, type Result, success } from '../result';

export interface UserPoolAddress {
  readonly userPoolId: string;
  /** The part before the underscore: the AWS region, or what an emulator puts there. */
  readonly region: string;
  /** The part after the underscore, which SRP hashes as the pool name. */
  readonly poolName: string;
}

export type UserPoolIdProblem = 'userPoolIdEmpty' | 'userPoolIdMalformed';

// Pattern and length limit: UserPoolIdType in the Cognito user pools API reference.
const USER_POOL_ID = /^([\w-]+)_([0-9a-zA-Z]+)$/;
const AWS_REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;
const REGION_OF_ISSUER = /^https:\/\/(?:issuer-)?cognito-idp\.([\w-]+)\./;
const MAX_LENGTH = 55;

/**
 * Splits a user pool ID such as `eu-central-1_AbCdEfGhI` into its region and pool name.
 * @param text what the user typed; surrounding white space is ignored
 */
export function parseUserPoolId(text: string): Result<UserPoolAddress, UserPoolIdProblem> {
  const userPoolId = text.trim();
  if (userPoolId === '') return failure('userPoolIdEmpty');
  const [, region, poolName] = USER_POOL_ID.exec(userPoolId) ?? [];
  if (!region || !poolName || userPoolId.length > MAX_LENGTH) return failure('userPoolIdMalformed');
  return success({ userPoolId, region, poolName });
}

/** Whether this has the shape of an AWS region (`eu-central-1`), so that an endpoint can be derived from it. */
export function isAwsRegion(region: string): boolean {
  return AWS_REGION.test(region);
}

/**
 * The host that serves a region's user pools API.
 * Source: AWS General Reference, "Amazon Cognito user pools endpoints and quotas".
 */
export function cognitoHost(region: string): string {
  return `cognito-idp.${region}.${partitionDomain(region)}`;
}

/** The `https` URL of a region's user pools API, without a trailing slash. */
export function cognitoEndpoint(region: string): string {
  return `https://${cognitoHost(region)}`;
}

/**
 * The two values that `iss` may have in this pool's tokens: the classic one, and the one of pools whose
 * IssuerType is UPDATED. Source: Cognito API, `IssuerType` of CreateUserPool.
 */
export function issuersOf(pool: UserPoolAddress): readonly string[] {
  const host = cognitoHost(pool.region);
  return [`https://${host}/${pool.userPoolId}`, `https://issuer-${host}/${pool.userPoolId}`];
}

/**
 * Whether `iss` of a token may name this pool: by its own region's host, or by that of another region to which the pool is
 * replicated. A pool keeps its ID there, and IDs begin with the region that they were made in, so nobody else has this one.
 * Source: Cognito developer guide, "Multi-Region replication for user pools".
 */
export function isIssuerOf(pool: UserPoolAddress, issuer: string): boolean {
  const [, named = ''] = REGION_OF_ISSUER.exec(issuer) ?? [];
  const region = isAwsRegion(named) ? named : pool.region;
  const isSamePartition = partitionDomain(region) === partitionDomain(pool.region);
  return isSamePartition && issuersOf({ ...pool, region }).includes(issuer);
}

// Source: the AWS SDKs' partitions.json, `dnsSuffix` by `regionRegex`.
const PARTITION_DOMAINS = {
  'cn-': 'amazonaws.com.cn',
  'eusc-': 'amazonaws.eu',
  'us-iso-': 'c2s.ic.gov',
  'us-isob-': 'sc2s.sgov.gov',
  'us-isof-': 'csp.hci.ic.gov',
  'eu-isoe-': 'cloud.adc-e.uk',
};

function partitionDomain(region: string): string {
  const found = Object.entries(PARTITION_DOMAINS).find(([prefix]) => region.startsWith(prefix));
  return found?.[1] ?? 'amazonaws.com';
}
