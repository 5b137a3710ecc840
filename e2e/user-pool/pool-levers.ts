import { accountDelivery, sendAccountCode } from './account-codes';
import type { Forgery, Refusal } from './levers';
import type { PoolSettings } from './pool-settings';
import type { PoolState } from './pool-state';
import { refreshTokenIsLive } from './refresh-tokens';
import { generateSigningKeys } from './signing-keys';
import type { NewUser, Passkey, User } from './users';

/** What a test can make of a running pool, beside faults of the network. */
export interface PoolLevers {
  /** A user who is not confirmed is sent a code, as at the sign-up. */
  addUser(settings: NewUser): User;
  /** Changes settings of the pool, as its administrator could. */
  configure(settings: Partial<PoolSettings>): void;
  /** Registers a passkey. The public key may be read from a JWK, SPKI or a private key by node's `createPublicKey`. */
  addPasskey(username: string, passkey: Pick<Passkey, 'credentialId' | 'publicKey'>): void;
  /** Before the next tokens, asks a challenge of this name, which need not be one that Cognito has today. */
  askNext(challengeName: string, parameters?: Readonly<Record<string, string>>): void;
  /** Answers the next call, or the next call of one operation, with an exception. */
  refuseNext(refusal: Refusal): void;
  /** Spoils the next tokens that are given out, at a sign-in or a refresh. */
  forgeNextTokens(forgery: Forgery): void;
  refreshTokenIsLive(token: string): boolean;
  /** The refresh tokens of each sign-in that has not been revoked, whoever holds them. */
  unrevokedFamilies(): readonly (readonly string[])[];
  /** Signs with new keys from now on, and shows only these. */
  changeSigningKeys(): Promise<void>;
  disableUser(username: string): void;
  revokeAllTokens(username: string): void;
  /** Sets another password, as an administrator could. */
  changePassword(username: string, password: string): void;
}

export function poolLevers(state: PoolState): PoolLevers {
  return {
    addUser: (settings) => addUser(state, settings),
    configure: (settings) => {
      Object.assign(state.settings, settings);
    },
    addPasskey: (username, passkey) => {
      existingUser(state, username).passkeys.push({ ...passkey, signCount: 0 });
    },
    askNext: (name, parameters = {}) => state.levers.askNext({ name, parameters }),
    refuseNext: (refusal) => state.levers.refuseNext(refusal),
    forgeNextTokens: (forgery) => state.levers.forgeNextTokens(forgery),
    refreshTokenIsLive: (token) => refreshTokenIsLive(state, token),
    unrevokedFamilies: () => state.tokenFamilies.unrevoked(),
    changeSigningKeys: async () => {
      state.signingKeys = await generateSigningKeys();
    },
    disableUser: (username) => {
      existingUser(state, username).enabled = false;
    },
    changePassword: (username, password) => {
      state.users.setPassword(existingUser(state, username), password);
    },
    revokeAllTokens: (username) => {
      state.tokenFamilies.revokeAllOf(existingUser(state, username).username);
    },
  };
}

function addUser(state: PoolState, settings: NewUser): User {
  const user = state.users.add(settings);
  const delivery = accountDelivery(user);
  if (!user.confirmed && delivery) sendAccountCode(state, user, 'signUp', delivery);
  return user;
}

function existingUser(state: PoolState, username: string): User {
  const user = state.users.find(username);
  if (!user) throw new Error(`There is no user ${username}`);
  return user;
}
