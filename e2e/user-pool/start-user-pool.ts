import { randomBytes } from 'node:crypto';
import { type AppClient, type AppClientSettings, AppClients } from './app-clients';
import type { RecordedCall } from './call-log';
import { ChallengeSessions } from './challenge-sessions';
import { ConfirmationCodes } from './confirmation-codes';
import { type Fault, FaultPlan } from './faults';
import { type PoolServer, startPoolServer } from './http-server';
import { Levers } from './levers';
import { LockOut } from './lock-out';
import type { IdentityProvider } from './managed-login/identity-provider';
import { createManagedLogin } from './managed-login/managed-login';
import type { RecordedOAuthCall } from './managed-login/oauth-call-log';
import type { RedirectTampering, TokenAnswerTampering } from './managed-login/tampering';
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
  /**
   * Where discovery says that managed login is, such as https://login.example.com. By default a domain of Amazon's, or
   * the endpoint itself without TLS. The server answers for whatever host.
   */
  loginDomain?: string;
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
  /** Requests to managed login and its OAuth endpoints. */
  readonly oauthCalls: readonly RecordedOAuthCall[];
  readonly loginDomain: string;
  readonly outbox: readonly SentCode[];
  addClient(settings?: Partial<AppClientSettings>): AppClient;
  /** Changes settings of an app client, as its administrator could. */
  changeClient: AppClients['change'];
  /** App clients name it in their `identityProviders`. */
  addIdentityProvider(provider: IdentityProvider): void;
  /** Forgets the recorded calls of both kinds. */
  clearCalls(): void;
  callsOf(operation: string): RecordedCall[];
  oauthCallsOf(path: string): RecordedOAuthCall[];
  /** Puts the pool's clock ahead (or behind): the Date header, iat, exp and the TIMESTAMP check follow. */
  setClockSkewMs(skewMs: number): void;
  /** Spoils the next `times` calls. */
  failNext(fault: Fault, times?: number): void;
  /** Takes back the faults that are still to come. */
  stopFailing(): void;
  /** Changes what the next redirect to a callback carries. */
  tamperNextRedirect(tampering: RedirectTampering): void;
  /** Changes the next answer of /oauth2/token. */
  tamperNextTokenAnswer(tampering: TokenAnswerTampering): void;
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
  const oauthCalls: RecordedOAuthCall[] = [];
  const server = await startPoolServer({ state, faults, calls, oauthCalls, clock, tls: options.tls });
  return {
    ...describePool(state, server),
    get jwks() {
      return jwks(state);
    },
    ...poolLevers(state),
    ...managedLoginLevers(state),
    ...callRecords(calls, oauthCalls),
    addClient: (settings) => state.clients.add(settings),
    changeClient: (clientId, settings) => state.clients.change(clientId, settings),
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
    managedLogin: createManagedLogin(options.loginDomain ?? defaultLoginDomain(options, region)),
    nowMs,
  };
}

function defaultLoginDomain({ tls }: UserPoolOptions, region: string): string | undefined {
  return tls && `https://local-pool.auth.${region}.amazoncognito.com`;
}

function describePool(state: PoolState, { endpoint, port }: PoolServer) {
  const { userPoolId, issuer, outbox } = state;
  const region = userPoolId.slice(0, userPoolId.indexOf('_'));
  const loginDomain = state.managedLogin.domain ?? endpoint;
  return { userPoolId, region, issuer, outbox, endpoint, port, loginDomain };
}

function callRecords(calls: RecordedCall[], oauthCalls: RecordedOAuthCall[]) {
  return {
    calls,
    oauthCalls,
    callsOf: (operation: string) => calls.filter((call) => call.operation === operation),
    oauthCallsOf: (path: string) => oauthCalls.filter((call) => call.path === path),
    clearCalls: () => {
      calls.length = 0;
      oauthCalls.length = 0;
    },
  };
}

function managedLoginLevers({ managedLogin }: PoolState) {
  const { identityProviders, tampering } = managedLogin;
  return {
    addIdentityProvider: (provider: IdentityProvider) => {
      identityProviders.push(provider);
    },
    tamperNextRedirect: (planned: RedirectTampering) => tampering.planRedirect(planned),
    tamperNextTokenAnswer: (planned: TokenAnswerTampering) => tampering.planTokenAnswer(planned),
  };
}
