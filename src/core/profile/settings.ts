import { isRecord } from '../guards';
import {
  listOf,
  objectOf,
  oneOf,
  orNull,
  parsedBy,
  type Read,
  readFlag,
  readText,
  recordOf,
} from '../readers';
import {
  type AllowedPage,
  type ApiHost,
  hostText,
  MAX_HOSTS,
  parseAllowedPage,
  parseApiHost,
} from './api-host';
import { parseClientId } from './client-id';
import { isReachable, parseCustomEndpoint } from './custom-endpoint';
import {
  type HostedUiSettings,
  isCallbackFor,
  parseCallbackUrl,
  parseHostedUiDomain,
  parseIdentityProvider,
  parseScopes,
} from './hosted-ui';
import {
  PREFERRED_CHALLENGES,
  PROMPTS,
  type PreferredChallenge,
  SIGN_IN_METHODS,
  type SignInMethod,
} from './sign-in-method';
import { isSameHeader, parseHeaderName, parseHeaderPrefix, type TokenHeader } from './token-header';
import { parseUserPoolId, type UserPoolAddress } from './user-pool-id';

/** Which of the two JWTs is attached and copied. */
export const TOKEN_USES = ['id', 'access'] as const;

/** When a new token is fetched: in good time before the cached one ends, or for each request anew. */
export const FETCH_MODES = ['whenExpired', 'everyRequest'] as const;

/**
 * Where the token of an API host applies: its pages and allowed pages as well as typed URLs, or one of the two. A typed
 * URL stands for every navigation that only reads, whatever page it was started from; where the host asks first, a
 * navigation that neither the user nor an own or allowed page has begun waits for the user's word.
 */
export const HOST_SCOPES = ['pagesAndTyped', 'asksFirst', 'onlyPages', 'onlyTyped'] as const;

/** What of a sign-in outlives the browser, and what opens it. */
export const KEEP_MODES = ['untilBrowserCloses', 'withPassphrase', 'onDevice'] as const;

/** All that can be set of a profile. `SETTINGS` says of each how a new profile has it and how it is read. */
export interface ProfileSettings {
  readonly pool: UserPoolAddress;
  readonly clientId: string;
  /** Empty for methods that know no user, or leave it to the hosted UI to ask. */
  readonly username: string;
  readonly signInMethod: SignInMethod;
  /** The first challenge to ask for where a user has several ways to sign in; null to choose when asked. */
  readonly preferredChallenge: PreferredChallenge | null;
  /** Whether a pool that leaves it to the user is to remember this device. */
  readonly rememberDevice: boolean;
  readonly hostedUi: HostedUiSettings;
  readonly tokenUse: (typeof TOKEN_USES)[number];
  readonly fetchMode: (typeof FETCH_MODES)[number];
  readonly apiHosts: readonly ApiHost[];
  /** Pages, besides the API hosts' own, that may make the browser send the token. */
  readonly allowedPages: readonly AllowedPage[];
  /** Where each API host's token applies, by `hostText`; `pagesAndTyped` for those that are not named. */
  readonly hostScopes: Readonly<Record<string, (typeof HOST_SCOPES)[number]>>;
  /** Whether frames and forms of allowed pages carry each API host's token, by `hostText`; they do not if not named. */
  readonly hostFrames: Readonly<Record<string, boolean>>;
  readonly header: TokenHeader;
  /** A second header that carries the bare access token; null for none. */
  readonly accessTokenHeader: string | null;
  /** Whether a typed URL of an API host waits for the token where there is none yet. */
  readonly holdNavigations: boolean;
  /** Where the user pools API is reached if not at the region's own host; no trailing slash. */
  readonly customEndpoint: string | null;
  readonly keepSignedIn: (typeof KEEP_MODES)[number];
  /** Whether the password is kept as well. */
  readonly keepPassword: boolean;
  /** Whether the token is attached to requests; copying works either way. */
  readonly attach: boolean;
  /** Whether the user has signed in and not out again: what a browser start leaves of a session in memory. */
  readonly isWanted: boolean;
}

/** The settings that are changed one by one, without a new sign-in. */
export type SwitchSettings = Pick<ProfileSettings, (typeof SWITCHES)[number]>;
const SWITCHES = ['attach', 'holdNavigations', 'hostScopes', 'hostFrames'] as const;

/** The settings that the sign-in form holds. */
export type FormSettings = Omit<ProfileSettings, keyof SwitchSettings | 'isWanted'>;

/** The settings that a new profile has before anything is typed or chosen. */
export type InitialSettings = Omit<ProfileSettings, 'pool' | 'clientId'>;

interface Setting<T> {
  /** How a new profile has it, and one that was stored before there was this setting; absent where it must be given. */
  readonly initial?: T;
  /** Reads it as it is stored or received. */
  readonly read: Read<T>;
  /** As it is stored, where that is not the value itself. */
  store?(value: T): unknown;
}

const HOSTED_UI = objectOf<HostedUiSettings>({
  domain: orNull(parsedBy(parseHostedUiDomain)),
  callbackUrl: orNull(parsedBy(parseCallbackUrl)),
  scopes: (value) => parsedBy(parseScopes)(listOf(readText)(value)?.join(' ')),
  identityProvider: orNull(parsedBy(parseIdentityProvider)),
  prompt: orNull(oneOf(PROMPTS)),
});

const SETTINGS = {
  pool: { read: parsedBy(parseUserPoolId), store: ({ userPoolId }) => userPoolId },
  clientId: { read: parsedBy(parseClientId) },
  username: { initial: '', read: readText },
  signInMethod: { initial: 'passwordSrp', read: oneOf(SIGN_IN_METHODS) },
  preferredChallenge: { initial: null, read: orNull(oneOf(PREFERRED_CHALLENGES)) },
  rememberDevice: { initial: false, read: readFlag },
  hostedUi: {
    initial: { domain: null, callbackUrl: null, scopes: [], identityProvider: null, prompt: null },
    read: HOSTED_UI,
  },
  tokenUse: { initial: 'id', read: oneOf(TOKEN_USES) },
  fetchMode: { initial: 'whenExpired', read: oneOf(FETCH_MODES) },
  apiHosts: { initial: [], read: listOf(parsedBy(parseApiHost)), store: textsOf },
  allowedPages: { initial: [], read: listOf(parsedBy(parseAllowedPage)), store: textsOf },
  hostScopes: { initial: {}, read: recordOf(oneOf(HOST_SCOPES)) },
  hostFrames: { initial: {}, read: recordOf(readFlag) },
  header: {
    initial: { name: 'Authorization', prefix: 'Bearer ' },
    read: objectOf<TokenHeader>({ name: parsedBy(parseHeaderName), prefix: parsedBy(parseHeaderPrefix) }),
  },
  accessTokenHeader: { initial: null, read: orNull(parsedBy(parseHeaderName)) },
  holdNavigations: { initial: true, read: readFlag },
  customEndpoint: { initial: null, read: orNull(parsedBy(parseCustomEndpoint)) },
  keepSignedIn: { initial: 'untilBrowserCloses', read: oneOf(KEEP_MODES) },
  keepPassword: { initial: false, read: readFlag },
  attach: { initial: true, read: readFlag },
  isWanted: { initial: true, read: readFlag },
} as const satisfies { readonly [S in keyof ProfileSettings]: Setting<ProfileSettings[S]> };

const ALL = Object.entries<Setting<unknown>>(SETTINGS);

// The table has exactly the members of the interface, each with a value of its type.
export const INITIAL_SETTINGS = Object.fromEntries(
  ALL.filter(([, setting]) => 'initial' in setting).map(([name, { initial }]) => [name, initial]),
) as unknown as InitialSettings;

/** Reads stored settings; null where one of them is none, or where they do not go together. */
export function parseSettings(stored: Readonly<Record<string, unknown>>): ProfileSettings | null {
  const read = ALL.map(([name, setting]) => [
    name,
    name in stored ? setting.read(stored[name]) : setting.initial,
  ]);
  if (read.some(([, value]) => value === undefined)) return null;
  const settings = Object.fromEntries(read) as ProfileSettings;
  return goTogether(settings) ? settings : null;
}

/** The settings as they are stored: plain data, hosts and the pool as their texts. */
export function storedSettings(settings: ProfileSettings): Readonly<Record<string, unknown>> {
  const values: Readonly<Record<string, unknown>> = { ...settings };
  return Object.fromEntries(
    ALL.map(([name, { store }]) => [name, store ? store(values[name]) : values[name]]),
  );
}

/** Reads a received change of switches; null if one of them is none. What else the change names is left out. */
export function parseSwitches(value: unknown): Partial<SwitchSettings> | null {
  if (!isRecord(value)) return null;
  const named = SWITCHES.filter((name) => name in value);
  const read = named.map((name) => [name, SETTINGS[name].read(value[name])]);
  return read.some(([, change]) => change === undefined) ? null : Object.fromEntries(read);
}

function goTogether(settings: ProfileSettings): boolean {
  const { pool, customEndpoint, header, accessTokenHeader, signInMethod, hostedUi } = settings;
  const { apiHosts, allowedPages } = settings;
  return (
    isReachable(pool, customEndpoint !== null) &&
    !(accessTokenHeader !== null && isSameHeader(accessTokenHeader, header.name)) &&
    isCallbackFor(signInMethod, hostedUi.callbackUrl) &&
    apiHosts.length > 0 &&
    Math.max(apiHosts.length, allowedPages.length) <= MAX_HOSTS
  );
}

function textsOf(hosts: readonly ApiHost[]): readonly string[] {
  return hosts.map(hostText);
}
