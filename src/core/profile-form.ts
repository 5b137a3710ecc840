import {
  type AllowedPage,
  type ApiHost,
  type ApiHostProblem,
  hostText,
  isLoopback,
  parseAllowedPage,
  parseApiHost,
} from './api-host';
import type { Profile, SignInMethod, TokenUse } from './profile';
import { failure, type Result, success } from './result';
import { type HeaderProblem, parseHeaderName, parseHeaderPrefix } from './token-header';
import {
  cognitoEndpoint,
  isAwsRegion,
  parseUserPoolId,
  type UserPoolAddress,
  type UserPoolIdProblem,
} from './user-pool-id';

/** The sign-in form as the user typed it. The password is kept apart, so that no draft can hold it. */
export interface ProfileForm {
  readonly userPoolId: string;
  readonly clientId: string;
  /** One host a line. */
  readonly apiHosts: string;
  readonly username: string;
  readonly clientSecret: string;
  readonly tokenUse: TokenUse;
  /** One origin a line. */
  readonly allowedPages: string;
  readonly signInMethod: SignInMethod;
  readonly cognitoEndpoint: string;
  readonly headerName: string;
  /** Not trimmed: its space belongs to it. */
  readonly headerPrefix: string;
  /** The second header, for the access token; empty for none. */
  readonly accessTokenHeader: string;
}

export type ProfileField = keyof ProfileForm;

export type FieldProblemCode =
  | UserPoolIdProblem
  | ApiHostProblem
  | HeaderProblem
  | 'clientIdEmpty'
  | 'clientIdMalformed'
  | 'usernameEmpty'
  | 'passwordEmpty'
  | 'tooManyHosts'
  | 'endpointMalformed'
  | 'endpointHttpNotLoopback';

/** What is wrong with one field, and with which line of it. */
export interface FieldProblem {
  readonly field: ProfileField | 'password';
  readonly code: FieldProblemCode;
  /** The offending line or value, to be quoted back; never a secret. */
  readonly quoted: string;
}

/** The settings of a profile that the form holds; the rest are switches elsewhere. */
export type ProfileSettings = Omit<
  Profile,
  'id' | 'slot' | 'attach' | 'scopes' | 'holdNavigations' | 'isWanted'
>;

export const EMPTY_FORM: ProfileForm = {
  userPoolId: '',
  clientId: '',
  apiHosts: '',
  username: '',
  clientSecret: '',
  tokenUse: 'id',
  allowedPages: '',
  signInMethod: 'passwordSrp',
  cognitoEndpoint: '',
  headerName: 'Authorization',
  headerPrefix: 'Bearer ',
  accessTokenHeader: '',
};

/** More lines than this in one field are refused: every host costs rules, of which the browsers allow 5,000 in all. */
export const MAX_HOSTS = 50;

/**
 * Turns the form into the settings of a profile.
 * @returns the settings, or every problem found, in the order of the fields
 */
export function parseProfileForm(form: ProfileForm): Result<ProfileSettings, readonly FieldProblem[]> {
  const problems: FieldProblem[] = [];
  const take = <T>(field: ProfileField, result: Result<T, FieldProblemCode>): T | null => {
    if (result.ok) return result.value;
    problems.push({ field, code: result.problem, quoted: withoutUserinfo(form[field].trim()) });
    return null;
  };
  const takeLines = <T extends ApiHost>(field: HostField, parse: ParseHost<T>): readonly T[] => {
    const hosts = parseHostLines(field, form[field], parse);
    if (hosts.ok) return hosts.value;
    problems.push(hosts.problem);
    return [];
  };
  const pool = take('userPoolId', parsePool(form.userPoolId, form.cognitoEndpoint));
  const clientId = take('clientId', parseClientId(form.clientId));
  const apiHosts = takeLines('apiHosts', parseApiHost);
  const username = take('username', parseUsername(form.username));
  const allowedPages = takeLines<AllowedPage>('allowedPages', parseAllowedPage);
  const customEndpoint = take('cognitoEndpoint', parseEndpoint(form.cognitoEndpoint));
  const name = take('headerName', parseHeaderName(form.headerName || EMPTY_FORM.headerName));
  const prefix = take('headerPrefix', parseHeaderPrefix(form.headerPrefix));
  const second = form.accessTokenHeader.trim();
  const accessTokenHeader = second === '' ? null : take('accessTokenHeader', parseSecondHeader(second, name));
  if (problems.length > 0 || !pool || !clientId || !username || !name || prefix === null)
    return failure(problems);
  const { signInMethod, tokenUse } = form;
  return success({
    pool,
    clientId,
    username,
    signInMethod,
    tokenUse,
    apiHosts,
    allowedPages,
    header: { name, prefix },
    accessTokenHeader,
    customEndpoint: isOwnEndpoint(pool, customEndpoint) ? null : customEndpoint,
  });
}

/** All that keeps the form from being used for a sign-in, in the order of its fields. */
export function signInProblems(form: ProfileForm, password: string): readonly FieldProblem[] {
  const settings = parseProfileForm(form);
  const problems = settings.ok ? [] : settings.problem;
  return password === '' ? [...problems, { field: 'password', code: 'passwordEmpty', quoted: '' }] : problems;
}

/** The form that gives this profile again. The client secret is not part of a profile and stays empty. */
export function formOf(profile: Profile): ProfileForm {
  return {
    userPoolId: profile.pool.userPoolId,
    clientId: profile.clientId,
    apiHosts: profile.apiHosts.map(hostText).join('\n'),
    username: profile.username,
    clientSecret: '',
    tokenUse: profile.tokenUse,
    allowedPages: profile.allowedPages.map(hostText).join('\n'),
    signInMethod: profile.signInMethod,
    cognitoEndpoint: profile.customEndpoint ?? '',
    headerName: profile.header.name,
    headerPrefix: profile.header.prefix,
    accessTokenHeader: profile.accessTokenHeader ?? '',
  };
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

function parseSecondHeader(text: string, first: string | null): Result<string, FieldProblemCode> {
  const second = parseHeaderName(text);
  const isTaken = second.ok && second.value.toLowerCase() === first?.toLowerCase();
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

function parseUsername(text: string): Result<string, FieldProblemCode> {
  const username = text.trim();
  return username === '' ? failure('usernameEmpty') : success(username);
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
