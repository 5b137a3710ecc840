import { isOneOf, isStringRecord } from '../guards';
import { hostText } from './api-host';
import { FETCH_MODES, type FetchMode, type Profile, type TokenUse } from './profile';
import {
  PREFERRED_CHALLENGES,
  PROMPTS,
  type PreferredChallenge,
  type Prompt,
  SIGN_IN_METHODS,
  type SignInMethod,
} from './sign-in-method';

/** The sign-in form as the user typed it. Credentials are kept apart, so that no draft can hold them. */
export interface ProfileForm {
  readonly userPoolId: string;
  readonly clientId: string;
  /** One host a line. */
  readonly apiHosts: string;
  readonly username: string;
  readonly clientSecret: string;
  /** The secret of an authenticator app, base32; a test user's, to sign in without a telephone. */
  readonly totpSecret: string;
  readonly tokenUse: TokenUse;
  readonly fetchMode: FetchMode;
  /** One origin a line. */
  readonly allowedPages: string;
  readonly signInMethod: SignInMethod;
  /** Empty to choose when asked. */
  readonly preferredChallenge: PreferredChallenge | '';
  readonly rememberDevice: 'no' | 'yes';
  readonly hostedUiDomain: string;
  readonly callbackUrl: string;
  /** Separated by white space. */
  readonly scopes: string;
  readonly identityProvider: string;
  /** Empty to leave it to the pool. */
  readonly prompt: Prompt | '';
  readonly cognitoEndpoint: string;
  readonly headerName: string;
  /** Not trimmed: its space belongs to it. */
  readonly headerPrefix: string;
  /** The second header, for the access token; empty for none. */
  readonly accessTokenHeader: string;
}

export type ProfileField = keyof ProfileForm;

/** Those fields of the form that a person of another profile must not see: they are kept apart from it, too. */
export const SECRET_FIELDS = ['clientSecret', 'totpSecret'] as const satisfies readonly ProfileField[];
export type SecretField = (typeof SECRET_FIELDS)[number];

export const EMPTY_FORM: ProfileForm = {
  userPoolId: '',
  clientId: '',
  apiHosts: '',
  username: '',
  clientSecret: '',
  totpSecret: '',
  tokenUse: 'id',
  fetchMode: 'whenExpired',
  allowedPages: '',
  signInMethod: 'passwordSrp',
  preferredChallenge: '',
  rememberDevice: 'no',
  hostedUiDomain: '',
  callbackUrl: '',
  scopes: '',
  identityProvider: '',
  prompt: '',
  cognitoEndpoint: '',
  headerName: 'Authorization',
  headerPrefix: 'Bearer ',
  accessTokenHeader: '',
};

export const PROFILE_FIELDS = Object.keys(EMPTY_FORM) as readonly ProfileField[];

// What may stand in the fields that offer a choice.
const CHOICES: Partial<Record<ProfileField, readonly string[]>> = {
  tokenUse: ['id', 'access'],
  fetchMode: FETCH_MODES,
  signInMethod: SIGN_IN_METHODS,
  preferredChallenge: ['', ...PREFERRED_CHALLENGES],
  rememberDevice: ['no', 'yes'],
  prompt: ['', ...PROMPTS],
};

/** Reads a typed, stored or received form; a field that it lacks, as an older one may, is empty. Null for anything else. */
export function parseForm(value: unknown): ProfileForm | null {
  if (!isStringRecord(value) || value.userPoolId === undefined) return null;
  const form = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, value[field] ?? EMPTY_FORM[field]]));
  const isChosen = Object.entries(CHOICES).every(([field, choices]) => isOneOf(choices, form[field]));
  return isChosen ? (form as unknown as ProfileForm) : null;
}

/** The form that gives this profile again. Secrets are not part of a profile and stay empty. */
export function formOf(profile: Profile): ProfileForm {
  const { hostedUi } = profile;
  return {
    ...EMPTY_FORM,
    userPoolId: profile.pool.userPoolId,
    clientId: profile.clientId,
    apiHosts: profile.apiHosts.map(hostText).join('\n'),
    username: profile.username,
    tokenUse: profile.tokenUse,
    fetchMode: profile.fetchMode,
    allowedPages: profile.allowedPages.map(hostText).join('\n'),
    signInMethod: profile.signInMethod,
    preferredChallenge: profile.preferredChallenge ?? '',
    rememberDevice: profile.rememberDevice ? 'yes' : 'no',
    hostedUiDomain: hostedUi.domain ?? '',
    callbackUrl: hostedUi.callbackUrl ?? '',
    scopes: hostedUi.scopes.join(' '),
    identityProvider: hostedUi.identityProvider ?? '',
    prompt: hostedUi.prompt ?? '',
    cognitoEndpoint: profile.customEndpoint ?? '',
    headerName: profile.header.name,
    headerPrefix: profile.header.prefix,
    accessTokenHeader: profile.accessTokenHeader ?? '',
  };
}
