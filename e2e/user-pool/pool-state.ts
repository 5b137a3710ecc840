import type { AppClients } from './app-clients';
import type { ChallengeSessions } from './challenge-sessions';
import type { ConfirmationCodes } from './confirmation-codes';
import type { Levers } from './levers';
import type { LockOut } from './lock-out';
import type { ManagedLogin } from './managed-login/managed-login';
import type { PasswordPolicy } from './password-policy';
import type { PoolSettings } from './pool-settings';
import type { SigningKeys } from './signing-keys';
import type { SrpAttempts } from './srp-attempts';
import type { TokenFamilies } from './token-families';
import type { UserDirectory } from './users';

/** A code that a real pool would have sent by SMS or e-mail. */
export interface SentCode {
  readonly username: string;
  readonly medium: 'SMS' | 'EMAIL';
  readonly destination: string;
  readonly code: string;
}

/** Everything one user pool knows. There is no other state, so several pools can run side by side. */
export interface PoolState {
  readonly userPoolId: string;
  /** The part of the pool id after the underscore, which SRP hashes. */
  readonly poolName: string;
  readonly issuer: string;
  readonly settings: PoolSettings;
  readonly passwordPolicy: PasswordPolicy;
  /** A pool may change them. */
  signingKeys: SigningKeys;
  /** Makes the invented answers for unknown users repeatable and unpredictable. */
  readonly inventionKey: Buffer;
  readonly users: UserDirectory;
  readonly clients: AppClients;
  readonly srpAttempts: SrpAttempts;
  readonly challengeSessions: ChallengeSessions;
  readonly tokenFamilies: TokenFamilies;
  readonly lockOut: LockOut;
  readonly confirmationCodes: ConfirmationCodes;
  readonly levers: Levers;
  readonly outbox: SentCode[];
  readonly managedLogin: ManagedLogin;
  /** The pool's own clock, epoch ms, including the skew that a test has set. */
  nowMs(): number;
}
