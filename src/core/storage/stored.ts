import { isOneOf, isRecord, isStringRecord } from '../guards';
import type { Profile } from '../profile/profile';
import { NO_SECRETS, type ProfileSecrets, type RememberedDevice } from '../session/credentials';
import { type Renewal, type Session, SIGNED_OUT } from '../session/session';
import { StoredKey } from './stored-key';

/** Tokens that the user has given up and that the pool has yet to be told of. */
export interface PendingRevocation {
  readonly id: string;
  /** As it was then, with its client secret: the way to the pool that gave the token. */
  readonly profile: Profile;
  readonly clientSecret: string | null;
  /** Null where there was none. */
  readonly refreshToken: string | null;
  readonly renewal: Renewal;
  /** The access token that ends all of the user's sessions; null to end this one alone. */
  readonly everywhereBy: string | null;
  readonly failures: number;
  /** Epoch ms of the next try. */
  readonly retryAtMs: number;
}

const SESSION_KINDS = [
  'signedOut',
  'challenged',
  'redirected',
  'signedIn',
  'lapsed',
] as const satisfies readonly Session['kind'][];

/** The tokens or the open challenge of one profile. */
export function sessionKey(profileId: string): StoredKey<Session> {
  const parse = (value: unknown): Session | null =>
    isRecord(value) && isOneOf(SESSION_KINDS, value.kind) ? (value as unknown as Session) : null;
  return new StoredKey<Session>({
    area: 'session',
    key: `session:${profileId}`,
    version: 1,
    initial: SIGNED_OUT,
    parse,
  });
}

/** The secrets of one profile. */
export function secretsKey(profileId: string): StoredKey<ProfileSecrets> {
  return new StoredKey<ProfileSecrets>({
    area: 'session',
    key: `secrets:${profileId}`,
    version: 1,
    initial: NO_SECRETS,
    parse: parseSecrets,
  });
}

/** Tokens still to be given back. */
export const REVOCATIONS = new StoredKey<readonly PendingRevocation[]>({
  area: 'session',
  key: 'revocations',
  version: 1,
  initial: [],
  parse: (value) => (Array.isArray(value) ? (value as PendingRevocation[]) : null),
});

function parseSecrets(value: unknown): ProfileSecrets | null {
  if (!isRecord(value)) return null;
  const { clientSecret, totpSecret, device } = value;
  const textOrNull = (secret: unknown): string | null => (typeof secret === 'string' ? secret : null);
  return {
    clientSecret: textOrNull(clientSecret),
    totpSecret: textOrNull(totpSecret),
    device: isDevice(device) ? device : null,
  };
}

function isDevice(value: unknown): value is RememberedDevice {
  const members = ['key', 'groupKey', 'password', 'username'] as const;
  return isStringRecord(value) && members.every((member) => typeof value[member] === 'string');
}
