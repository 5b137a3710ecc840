import { failure, type Result, success } from '../result';
import {
  type AllowedPage,
  type ApiHost,
  type ApiHostProblem,
  hostText,
  isLoopback,
  parseAllowedPage,
  parseApiHost,
} from './api-host';
import type { FieldProblem, FieldProblemCode } from './form-problem';
import {
  DEFAULT_SCOPES,
  type HostedUiProblem,
  type HostedUiSettings,
  parseCallbackUrl,
  parseHostedUiDomain,
  parseIdentityProvider,
  parseScopes,
} from './hosted-ui';
import type { Profile, TokenUse } from './profile';
import { EMPTY_FORM, type ProfileField, type ProfileForm, type SecretField } from './profile-form';
import { type CredentialField, credentialOf, isHostedUi, requiresField, usesField } from './sign-in-method';
import { parseHeaderName, parseHeaderPrefix } from './token-header';
import { parseTotpSecret } from './totp-secret';
import { cognitoEndpoint, isAwsRegion, parseUserPoolId, type UserPoolAddress } from './user-pool-id';

/** The settings of a profile that the form holds; the rest are switches elsewhere. */
export type ProfileSettings = Omit<
  Profile,
  'id' | 'slot' | 'attach' | 'scopes' | 'holdNavigations' | 'isWanted'
>;

/** More lines than this in one field are refused: every host costs rules, of which the browsers allow 5,000 in all. */
export const MAX_HOSTS = 50;

/** Reads one field after the other, and remembers what is wrong with each. */
class FormReader {
  readonly problems: FieldProblem[] = [];
  readonly form: ProfileForm;

  constructor(form: ProfileForm) {
    this.form = form;
  }

  take<T>(field: ProfileField, result: Result<T, FieldProblemCode>): T | null {
    if (result.ok) return result.value;
    const quoted = field === 'totpSecret' ? '' : withoutUserinfo(this.form[field].trim());
    this.problems.push({ field, code: result.problem, quoted });
    return null;
  }

  takeLines<T extends ApiHost>(field: HostField, parse: ParseHost<T>): readonly T[] {
    const hosts = parseHostLines(field, this.form[field], parse);
    if (hosts.ok) return hosts.value;
    this.problems.push(hosts.problem);
    return [];
  }
}

/**
 * Turns the form into the settings of a profile.
 * @returns the settings, or every problem found, in the order of the fields
 */
export function parseProfileForm(form: ProfileForm): Result<ProfileSettings, readonly FieldProblem[]> {
  const reader = new FormReader(form);
  const pool = reader.take('userPoolId', parsePool(form.userPoolId, form.cognitoEndpoint));
  const clientId = reader.take('clientId', parseClientId(form.clientId));
  const apiHosts = reader.takeLines('apiHosts', parseApiHost);
  const username = reader.take('username', parseUsername(form));
  if (usesField(form.signInMethod, 'totpSecret')) reader.take('totpSecret', parseTotpSecret(form.totpSecret));
  const hostedUi = takeHostedUi(reader);
  const allowedPages = reader.takeLines<AllowedPage>('allowedPages', parseAllowedPage);
  const header = takeHeader(reader);
  const accessTokenHeader = takeSecondHeader(reader, header.name);
  const customEndpoint = reader.take('cognitoEndpoint', parseEndpoint(form.cognitoEndpoint));
  if (reader.problems.length > 0 || !pool || !clientId || username === null) return failure(reader.problems);
  const { signInMethod, fetchMode, preferredChallenge } = form;
  return success({
    ...{ pool, clientId, username, signInMethod, fetchMode, hostedUi },
    ...{ apiHosts, allowedPages, header, accessTokenHeader },
    preferredChallenge: preferredChallenge || null,
    rememberDevice: form.rememberDevice === 'yes',
    tokenUse: tokenUseOf(form),
    customEndpoint: isOwnEndpoint(pool, customEndpoint) ? null : customEndpoint,
  });
}

/**
 * All that keeps the form from being used for a sign-in, in the order of its fields.
 * @param credential what was typed into the field of `credentialOf` the method
 * @param kept the secrets that are stored already, which an empty field leaves as they are
 */
export function signInProblems(
  form: ProfileForm,
  credential: string,
  kept: readonly SecretField[],
): readonly FieldProblem[] {
  const settings = parseProfileForm(form);
  const { signInMethod } = form;
  const empty = (field: FieldProblem['field'], code: FieldProblemCode): FieldProblem => ({
    ...{ field, code },
    quoted: '',
  });
  const field = credentialOf(signInMethod);
  const needsCredential = field && credential.trim() === '' && needsCredentialOf(form, field);
  const needsSecret =
    requiresField(signInMethod, 'clientSecret') &&
    form.clientSecret.trim() === '' &&
    !kept.includes('clientSecret');
  return [
    ...(settings.ok ? [] : settings.problem),
    ...(needsCredential ? [empty(field, `${field}Empty`)] : []),
    ...(needsSecret ? [empty('clientSecret', 'clientSecretEmpty')] : []),
  ];
}

// Whoever prefers a password has to bring it along; else the pool may never ask for it.
function needsCredentialOf(
  { signInMethod, preferredChallenge }: ProfileForm,
  field: CredentialField,
): boolean {
  const isPreferred = signInMethod === 'choice' && /^PASSWORD/.test(preferredChallenge);
  return isPreferred || requiresField(signInMethod, field);
}

// An app client that signs in by itself has no user, so there is no id token.
function tokenUseOf({ signInMethod, tokenUse }: ProfileForm): TokenUse {
  return signInMethod === 'clientCredentials' ? 'access' : tokenUse;
}

function takeHostedUi(reader: FormReader): HostedUiSettings {
  const { form } = reader;
  const read = <T>(field: HostedUiField, parse: (text: string) => Result<T, HostedUiProblem>): T | null =>
    usesField(form.signInMethod, field) ? reader.take(field, parse(form[field])) : null;
  return {
    domain: read('hostedUiDomain', parseHostedUiDomain),
    callbackUrl: read('callbackUrl', (text) => parseCallbackFor(form, text)),
    scopes: read('scopes', (text) => parseScopesFor(form, text)) ?? [],
    identityProvider: read('identityProvider', parseIdentityProvider),
    prompt: isHostedUi(form.signInMethod) ? form.prompt || null : null,
  };
}

type HostedUiField = 'hostedUiDomain' | 'callbackUrl' | 'scopes' | 'identityProvider';

// The tokens would stand in the address of a tab, which Chromium writes to disk.
function parseCallbackFor(
  { signInMethod }: ProfileForm,
  text: string,
): Result<string | null, HostedUiProblem> {
  const isImplicit = signInMethod === 'hostedUiImplicit';
  return isImplicit && text.trim() !== '' ? failure('callbackNotForImplicit') : parseCallbackUrl(text);
}

function parseScopesFor(form: ProfileForm, text: string): Result<readonly string[], HostedUiProblem> {
  const scopes = parseScopes(text);
  if (!scopes.ok || !isHostedUi(form.signInMethod)) return scopes;
  if (scopes.value.length === 0) return success(DEFAULT_SCOPES);
  const isMissing = form.tokenUse === 'id' && !scopes.value.includes('openid');
  return isMissing ? failure('scopeOpenidMissing') : scopes;
}

function takeHeader(reader: FormReader): Profile['header'] {
  const { headerName, headerPrefix } = reader.form;
  return {
    name: reader.take('headerName', parseHeaderName(headerName || EMPTY_FORM.headerName)) ?? '',
    prefix: reader.take('headerPrefix', parseHeaderPrefix(headerPrefix)) ?? '',
  };
}

function takeSecondHeader(reader: FormReader, first: string): string | null {
  const second = reader.form.accessTokenHeader.trim();
  return second === '' ? null : reader.take('accessTokenHeader', parseSecondHeader(second, first));
}

type HostField = 'apiHosts' | 'allowedPages';
type ParseHost<T> = (text: string) => Result<T, ApiHostProblem>;

function parseHostLines<T extends ApiHost>(
  field: HostField,
  text: string,
  parse: ParseHost<T>,
): Result<readonly T[], FieldProblem> {
  const lines = text.split(/[\s,]+/).filter((line) => line !== '');
  if (lines.length === 0 && field === 'apiHosts') return failure({ field, code: 'hostEmpty', quoted: '' });
  if (lines.length > MAX_HOSTS) return failure({ field, code: 'tooManyHosts', quoted: String(lines.length) });
  const hosts = new Map<string, T>();
  for (const line of lines) {
    const host = parse(line);
    if (!host.ok) return failure({ field, code: host.problem, quoted: withoutUserinfo(line) });
    hosts.set(hostText(host.value), host.value);
  }
  return success([...hosts.values()]);
}

function parseSecondHeader(text: string, first: string): Result<string, FieldProblemCode> {
  const second = parseHeaderName(text);
  const isTaken = second.ok && second.value.toLowerCase() === first.toLowerCase();
  return isTaken ? failure('headerNameTaken') : second;
}

// An emulator may call its region anything; without a custom endpoint the region has to name a real host.
function parsePool(text: string, endpoint: string): Result<UserPoolAddress, FieldProblemCode> {
  const pool = parseUserPoolId(text);
  if (pool.ok && endpoint.trim() === '' && !isAwsRegion(pool.value.region))
    return failure('userPoolIdMalformed');
  return pool;
}

// Only an AWS region has one: an emulator's pool keeps its endpoint, without which it could not be read again.
function isOwnEndpoint({ region }: UserPoolAddress, endpoint: string | null): boolean {
  return isAwsRegion(region) && endpoint === cognitoEndpoint(region);
}

// A URL may hold a password, and this is shown and sent on.
function withoutUserinfo(line: string): string {
  return line.replace(/[^/]*@/, '');
}

function parseClientId(text: string): Result<string, FieldProblemCode> {
  const clientId = text.trim();
  if (clientId === '') return failure('clientIdEmpty');
  // ClientIdType of the Cognito API: 1 to 128 characters of [\w+]+
  return /^[\w+]{1,128}$/.test(clientId) ? success(clientId) : failure('clientIdMalformed');
}

function parseUsername({ signInMethod, username }: ProfileForm): Result<string, FieldProblemCode> {
  if (!usesField(signInMethod, 'username')) return success('');
  const typed = username.trim();
  return typed === '' && requiresField(signInMethod, 'username') ? failure('usernameEmpty') : success(typed);
}

function parseEndpoint(text: string): Result<string | null, FieldProblemCode> {
  const typed = text.trim();
  if (typed === '') return success(null);
  if (!URL.canParse(typed)) return failure('endpointMalformed');
  const url = new URL(typed);
  const isBare = !(url.username || url.password || url.search || url.hash);
  if (!isBare || (url.protocol !== 'https:' && url.protocol !== 'http:')) return failure('endpointMalformed');
  // The extension's own content security policy lets http out to loopback only, and cannot name [::1].
  const isLocal = isLoopback(url.hostname) && url.hostname !== '[::1]';
  if (url.protocol === 'http:' && !isLocal) return failure('endpointHttpNotLoopback');
  return success(`${url.origin}${url.pathname}`.replace(/\/+$/, ''));
}
