import { isOneOf, isRecord, isStringRecord } from '../guards';
import { type KeySet, parseKeySet } from '../jwt/key-set';
import { parseProfileForm } from '../profile/form-parser';
import type { HostScope, Profile } from '../profile/profile';
import { type ProfileForm, parseForm } from '../profile/profile-form';
import { HOST_SCOPES } from '../profile/settings';
import { NO_SECRETS, type ProfileSecrets, type RememberedDevice } from '../session/credentials';
import { type Renewal, type Session, SIGNED_OUT } from '../session/session';

/**
 * A stored value: where it lies, under which key, and how it is read back.
 * `local` is the disk, in clear; `session` is memory, which ends with the browser.
 */
export interface StoredKey<T> {
  readonly area: 'local' | 'session';
  readonly key: string;
  readonly version: number;
  readonly initial: T;
  /** Null for anything that this version did not write. */
  readonly parse: (value: unknown) => T | null;
}

/** A profile as it lies on disk: the form it came from, so that one parser serves the user's input and ours. */
export interface StoredProfile {
  readonly id: string;
  readonly slot: number;
  readonly attach: boolean;
  readonly hostScopes: Readonly<Record<string, HostScope>>;
  readonly holdNavigations: boolean;
  readonly isWanted: boolean;
  /** Its secrets are always empty. */
  readonly form: ProfileForm;
}

export interface StoredProfiles {
  readonly activeId: string | null;
  readonly profiles: readonly StoredProfile[];
}

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

export const PROFILES: StoredKey<StoredProfiles> = {
  area: 'local',
  key: 'profiles',
  version: 1,
  initial: { activeId: null, profiles: [] },
  parse: parseProfiles,
};

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
  return { area: 'session', key: `session:${profileId}`, version: 1, initial: SIGNED_OUT, parse };
}

/** The secrets of one profile. */
export function secretsKey(profileId: string): StoredKey<ProfileSecrets> {
  return {
    area: 'session',
    key: `secrets:${profileId}`,
    version: 1,
    initial: NO_SECRETS,
    parse: parseSecrets,
  };
}

/** The public keys of the user pool whose key set is at this URL; null before they were fetched. */
export function keySetKey(url: string): StoredKey<KeySet | null> {
  return { area: 'session', key: `keySet:${url}`, version: 1, initial: null, parse: parseKeySet };
}

/** Tokens still to be given back. */
export const REVOCATIONS: StoredKey<readonly PendingRevocation[]> = {
  area: 'session',
  key: 'revocations',
  version: 1,
  initial: [],
  parse: (value) => (Array.isArray(value) ? (value as PendingRevocation[]) : null),
};

/** The profile that a stored form makes; null if this version cannot read it (the form itself is kept). */
export function profileOf(stored: StoredProfile): Profile | null {
  const settings = parseProfileForm(stored.form);
  if (!settings.ok) return null;
  const { form: _, ...switches } = stored;
  return { ...switches, ...settings.value };
}

/** The profile that pages show. */
export function activeProfile(stored: StoredProfiles): StoredProfile | null {
  return stored.profiles.find(({ id }) => id === stored.activeId) ?? null;
}

function parseProfiles(value: unknown): StoredProfiles | null {
  if (!isRecord(value) || !Array.isArray(value.profiles)) return null;
  const profiles = value.profiles.map(parseStoredProfile).filter((profile) => profile !== null);
  return { activeId: typeof value.activeId === 'string' ? value.activeId : null, profiles };
}

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

function isScopes(value: unknown): value is Record<string, HostScope> {
  return isRecord(value) && Object.values(value).every((scope) => isOneOf(HOST_SCOPES, scope));
}

function isSlot(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function parseStoredProfile(value: unknown): StoredProfile | null {
  if (!isRecord(value)) return null;
  const { id, slot, attach } = value;
  const form = parseForm(value.form);
  if (typeof id !== 'string' || !isSlot(slot) || typeof attach !== 'boolean' || !form) return null;
  // Profiles of before these switches were there have them as a new profile has.
  const { holdNavigations = true, isWanted = true, hostScopes } = value;
  return {
    ...{ id, slot, attach, form },
    holdNavigations: holdNavigations === true,
    isWanted: isWanted === true,
    hostScopes: isScopes(hostScopes) ? hostScopes : {},
  };
}
