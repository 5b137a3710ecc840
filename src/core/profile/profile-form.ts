import { isOneOf, isStringRecord } from '../guards';
import { failure, type Result, success } from '../result';
import { hostText, parseAllowedPage, parseApiHost, shortText } from './api-host';
import { parseClientId } from './client-id';
import { type EndpointProblem, isReachable, isRegionsOwn, parseCustomEndpoint } from './custom-endpoint';
import type { FieldProblemCode } from './field-problem-code';
import type { FormReader } from './form-reader';
import {
  DEFAULT_SCOPES,
  type HostedUiProblem,
  type HostedUiSettings,
  isCallbackFor,
  isDomainPrefix,
  parseCallbackUrl,
  parseHostedUiDomain,
  parseIdentityProvider,
  parseScopes,
} from './hosted-ui';
import { callbacksIn } from './pasted-values';
import { enteredHosts, type FetchMode, type KeepMode, type Profile, type TokenUse } from './profile';
import {
  FETCH_MODES,
  type FormSettings,
  INITIAL_SETTINGS,
  type InitialSettings,
  KEEP_MODES,
  TOKEN_USES,
} from './settings';
import {
  isHostedUi,
  PREFERRED_CHALLENGES,
  PROMPTS,
  type PreferredChallenge,
  type Prompt,
  requiresField,
  SIGN_IN_METHODS,
  type SignInMethod,
  usesField,
} from './sign-in-method';
import { isSameHeader, parseHeaderName, parseHeaderPrefix, type TokenHeader } from './token-header';
import { parseTotpSecret } from './totp-secret';
import { parseUserPoolId, type UserPoolAddress } from './user-pool-id';

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
  readonly oauthScopes: string;
  readonly identityProvider: string;
  /** Empty to leave it to the pool. */
  readonly prompt: Prompt | '';
  readonly keepSignedIn: KeepMode;
  readonly keepPassword: 'no' | 'yes';
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

const NO_SECRETS = { clientSecret: '', totpSecret: '' } satisfies Record<SecretField, string>;

export const EMPTY_FORM: ProfileForm = {
  userPoolId: '',
  clientId: '',
  ...NO_SECRETS,
  ...textsOf(INITIAL_SETTINGS),
};

export const PROFILE_FIELDS = Object.keys(EMPTY_FORM) as readonly ProfileField[];

// What may stand in the fields that offer a choice.
const CHOICES: Partial<Record<ProfileField, readonly string[]>> = {
  tokenUse: TOKEN_USES,
  fetchMode: FETCH_MODES,
  signInMethod: SIGN_IN_METHODS,
  preferredChallenge: ['', ...PREFERRED_CHALLENGES],
  rememberDevice: ['no', 'yes'],
  keepSignedIn: KEEP_MODES,
  keepPassword: ['no', 'yes'],
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
  const { pool, clientId } = profile;
  const texts = textsOf({ ...profile, apiHosts: enteredHosts(profile) });
  return { userPoolId: pool.userPoolId, clientId, ...NO_SECRETS, ...texts };
}

function textsOf(settings: InitialSettings): Omit<ProfileForm, SecretField | 'userPoolId' | 'clientId'> {
  const { username, tokenUse, fetchMode, signInMethod, keepSignedIn, hostedUi, header } = settings;
  return {
    ...{ username, tokenUse, fetchMode, signInMethod, keepSignedIn },
    apiHosts: settings.apiHosts.map(shortText).join('\n'),
    allowedPages: settings.allowedPages.map(hostText).join('\n'),
    preferredChallenge: settings.preferredChallenge ?? '',
    rememberDevice: settings.rememberDevice ? 'yes' : 'no',
    keepPassword: settings.keepPassword ? 'yes' : 'no',
    hostedUiDomain: hostedUi.domain ?? '',
    callbackUrl: hostedUi.callbackUrl ?? '',
    oauthScopes: hostedUi.scopes.join(' '),
    identityProvider: hostedUi.identityProvider ?? '',
    prompt: hostedUi.prompt ?? '',
    cognitoEndpoint: settings.customEndpoint ?? '',
    headerName: header.name,
    headerPrefix: header.prefix,
    accessTokenHeader: settings.accessTokenHeader ?? '',
  };
}

/** Takes the settings out of a form, field by field. @returns null where the reader has found problems */
export function takeSettings(reader: FormReader<ProfileForm>): FormSettings | null {
  const { form } = reader;
  const pool = reader.take('userPoolId', parsePool(form));
  const clientId = reader.take('clientId', parseClientId(form.clientId));
  const apiHosts = reader.takeLines('apiHosts', parseApiHost, true);
  const username = reader.take('username', parseUsername(form));
  if (usesField(form.signInMethod, 'totpSecret')) reader.take('totpSecret', parseTotpSecret(form.totpSecret));
  const hostedUi = takeHostedUi(reader);
  const allowedPages = reader.takeLines('allowedPages', parseAllowedPage, false);
  const header = takeHeader(reader);
  const accessTokenHeader = reader.take('accessTokenHeader', parseSecondHeader(form, header.name));
  const endpoint = reader.take('cognitoEndpoint', parseEndpoint(form.cognitoEndpoint));
  if (reader.problems.length > 0 || !pool || !clientId || username === null) return null;
  const { signInMethod, fetchMode, keepSignedIn, preferredChallenge } = form;
  return {
    ...{ pool, clientId, username, signInMethod, fetchMode, keepSignedIn, hostedUi },
    ...{ apiHosts, allowedPages, header, accessTokenHeader },
    preferredChallenge: preferredChallenge || null,
    rememberDevice: form.rememberDevice === 'yes',
    keepPassword: form.keepPassword === 'yes',
    // An app client that signs in by itself has no user, so there is no id token.
    tokenUse: signInMethod === 'clientCredentials' ? 'access' : form.tokenUse,
    customEndpoint: isRegionsOwn(pool, endpoint) ? null : endpoint,
  };
}

function takeHostedUi(reader: FormReader<ProfileForm>): HostedUiSettings {
  const { form } = reader;
  const take = <T>(field: HostedUiField, parse: (text: string) => Result<T, HostedUiProblem>): T | null =>
    usesField(form.signInMethod, field) ? reader.take(field, parse(form[field])) : null;
  return {
    domain: take('hostedUiDomain', parseDomain),
    callbackUrl: take('callbackUrl', (text) => parseCallbackFor(form, text)),
    scopes: take('oauthScopes', (text) => parseScopesFor(form, text)) ?? [],
    identityProvider: take('identityProvider', parseIdentityProvider),
    prompt: isHostedUi(form.signInMethod) ? form.prompt || null : null,
  };
}

type HostedUiField = 'hostedUiDomain' | 'callbackUrl' | 'oauthScopes' | 'identityProvider';

function parseDomain(text: string): Result<string | null, HostedUiProblem> {
  return isDomainPrefix(text) ? failure('domainIncomplete') : parseHostedUiDomain(text);
}

// Of Cognito's own endpoints, what is left behind the host is an ID that is not this pool's.
function parseEndpoint(text: string): Result<string | null, EndpointProblem> {
  return /^https:\/\/(issuer-)?cognito-idp[^/]*\/./.test(text)
    ? failure('endpointOfOtherPool')
    : parseCustomEndpoint(text);
}

function parseCallbackFor(
  { signInMethod }: ProfileForm,
  text: string,
): Result<string | null, HostedUiProblem> {
  if (!isCallbackFor(signInMethod, text.trim() || null)) return failure('callbackNotForImplicit');
  if (callbacksIn(text).length > 1) return failure('callbackList');
  return /^(?!https?:)[\w.+-]+:\/\//i.test(text) ? failure('callbackOfApp') : parseCallbackUrl(text);
}

function parseScopesFor(form: ProfileForm, text: string): Result<readonly string[], HostedUiProblem> {
  const scopes = parseScopes(text);
  if (!scopes.ok || !isHostedUi(form.signInMethod)) return scopes;
  if (scopes.value.length === 0) return success(DEFAULT_SCOPES);
  const isMissing = form.tokenUse === 'id' && !scopes.value.includes('openid');
  return isMissing ? failure('scopeOpenidMissing') : scopes;
}

function takeHeader(reader: FormReader<ProfileForm>): TokenHeader {
  const { headerName, headerPrefix } = reader.form;
  return {
    name: reader.take('headerName', parseHeaderName(headerName || EMPTY_FORM.headerName)) ?? '',
    prefix: reader.take('headerPrefix', parseHeaderPrefix(headerPrefix)) ?? '',
  };
}

function parseSecondHeader(
  { accessTokenHeader }: ProfileForm,
  first: string,
): Result<string | null, FieldProblemCode> {
  if (accessTokenHeader.trim() === '') return success(null);
  const second = parseHeaderName(accessTokenHeader);
  return second.ok && isSameHeader(second.value, first) ? failure('headerNameTaken') : second;
}

function parsePool({ userPoolId, cognitoEndpoint }: ProfileForm): Result<UserPoolAddress, FieldProblemCode> {
  const pool = parseUserPoolId(userPoolId);
  const isLost = pool.ok && !isReachable(pool.value, cognitoEndpoint.trim() !== '');
  return isLost ? failure('userPoolIdMalformed') : pool;
}

// Source: Cognito API, InitiateAuth and SignUp, `Username`: letters, marks, symbols, numbers and punctuation.
const NOT_IN_USERNAMES = /[\p{Z}\p{C}]/u;

function parseUsername({ signInMethod, username }: ProfileForm): Result<string, FieldProblemCode> {
  if (!usesField(signInMethod, 'username')) return success('');
  const typed = username.trim();
  if (typed === '' && requiresField(signInMethod, 'username')) return failure('usernameEmpty');
  return NOT_IN_USERNAMES.test(typed) ? failure('usernameMalformed') : success(typed);
}
