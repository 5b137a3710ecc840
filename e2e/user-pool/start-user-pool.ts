import { randomBytes } from 'node:crypto';
import { type AppClient, type AppClientSettings, AppClients } from './app-clients';
import type { RecordedCall } from './call-log';
import { ChallengeSessions } from './challenge-sessions';
import { ConfirmationCodes } from './confirmation-codes';
import { type Fault, FaultPlan } from './faults';
import { type PoolServer, startPoolServer } from './http-server';
import { Levers } from './levers';
import { LockOut } from './lock-out';
import { DEFAULT_PASSWORD_POLICY, type PasswordPolicy } from './password-policy';
import { type PoolLevers, poolLevers } from './pool-levers';
import { DEFAULT_POOL_SETTINGS, type PoolSettings } from './pool-settings';
import type { PoolState, SentCode } from './pool-state';
import { generateSigningKeys, type Jwk, type SigningKeys } from './signing-keys';
import { SrpAttempts } from './srp-attempts';
import { TokenFamilies } from './token-families';
import { UserDirectory } from './users';
import { jwks } from './well-known';

export interface UserPoolOptions {
  /** `<region>_<name>`, by default eu-central-1_LocalPool. */
  userPoolId?: string;
  /** Epoch ms, by default Date.now. The skew comes on top. */
  clock?: () => number;
  /** PEM texts; with them the server speaks https. */
  tls?: { key: string; cert: string };
  passwordPolicy?: Partial<PasswordPolicy>;
  /** What differs from DEFAULT_POOL_SETTINGS. */
  settings?: Partial<PoolSettings>;
  /** From generateSigningKeys. By default each pool makes its own; a test that starts many pools can share them. */
  signingKeys?: SigningKeys;
}

/** A running user pool and the levers that tests pull. */
export interface UserPool extends PoolLevers {
  readonly userPoolId: string;
  readonly region: string;
  /** The `iss` claim: Amazon's address, not the local one. */
  readonly issuer: string;
  /** Where the API is, such as http://127.0.0.1:40123. */
  readonly endpoint: string;
  readonly port: number;
  readonly jwks: { keys: Jwk[] };
  readonly calls: readonly RecordedCall[];
  readonly outbox: readonly SentCode[];
  addClient(settings?: Partial<AppClientSettings>): AppClient;
  clearCalls(): void;
  callsOf(operation: string): RecordedCall[];
  /** Puts the pool's clock ahead (or behind): the Date header, iat, exp and the TIMESTAMP check follow. */
  setClockSkewMs(skewMs: number): void;
  /** Spoils the next `times` calls. */
  failNext(fault: Fault, times?: number): void;
  /** Takes back the faults that are still to come. */
  stopFailing(): void;
  close(): Promise<void>;
}

/**
 * Starts a user pool that speaks the public API of Amazon Cognito on a free loopback port.
 * It has no users and no app clients until they are added.
 */
export async function startUserPool(options: UserPoolOptions = {}): Promise<UserPool> {
  const clock = options.clock ?? Date.now;
  const skew = { ms: 0 };
  const state = await createPoolState(options, () => clock() + skew.ms);
  const faults = new FaultPlan();
  const calls: RecordedCall[] = [];
  const server = await startPoolServer({ state, faults, calls, clock, tls: options.tls });
  return {
    ...describePool(state, server),
    ...poolLevers(state),
    calls,
    addClient: (settings) => state.clients.add(settings),
    clearCalls: () => {
      calls.length = 0;
    },
    callsOf: (operation) => calls.filter((call) => call.operation === operation),
    setClockSkewMs: (skewMs) => {
      skew.ms = skewMs;
    },
    failNext: (fault, times = 1) => faults.add(fault, times),
    stopFailing: () => faults.clear(),
    close: server.close,
  };
}

async function createPoolState(options: UserPoolOptions, nowMs: () => number): Promise<PoolState> {
  const userPoolId = options.userPoolId ?? 'eu-central-1_LocalPool';
  const [region, poolName] = userPoolId.split('_');
  if (!region || !poolName) throw new Error(`${userPoolId} is no user pool id`);
  return {
    userPoolId,
    poolName,
    issuer: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
    settings: { ...DEFAULT_POOL_SETTINGS, ...options.settings },
    passwordPolicy: { ...DEFAULT_PASSWORD_POLICY, ...options.passwordPolicy },
    signingKeys: options.signingKeys ?? (await generateSigningKeys()),
    inventionKey: randomBytes(32),
    users: new UserDirectory(poolName),
    clients: new AppClients(),
    srpAttempts: new SrpAttempts(),
    challengeSessions: new ChallengeSessions(),
    tokenFamilies: new TokenFamilies(),
    lockOut: new LockOut(),
    confirmationCodes: new ConfirmationCodes(),
    levers: new Levers(),
    outbox: [],
    nowMs,
  };
}

function describePool(state: PoolState, { endpoint, port }: PoolServer) {
  const { userPoolId, issuer, outbox } = state;
  const region = userPoolId.slice(0, userPoolId.indexOf('_'));
  return { userPoolId, region, issuer, outbox, endpoint, port, jwks: jwks(state) };
}
