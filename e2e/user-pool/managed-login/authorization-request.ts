import type { AppClient } from '../app-clients';
import type { PoolState } from '../pool-state';
import { type Callback, CallbackError } from './callback';
import { PageError } from './page';
import { repeatedParameter } from './web-request';

// 32 bytes of SHA-256 in base64url (RFC 7636 section 4.2).
const S256_CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

const PROMPTS = ['none', 'login', 'select_account', 'consent'];

/** The scopes that need `openid` beside them ("Authorize endpoint", Cognito developer guide). */
const OPENID_SCOPES = ['email', 'phone', 'profile'];

/** What an app asks of the authorize endpoint, known to be allowed. */
export interface AuthorizationRequest {
  readonly client: AppClient;
  readonly callback: Callback;
  readonly scope: string;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly prompts: readonly string[];
  /** COGNITO, or a further identity provider that the browser is to go to at once. */
  readonly providerName: string;
  /** The request as it came, which the pages hand on to each other. */
  readonly query: URLSearchParams;
}

/** Throws PageError until the callback is known to be good, and from then on CallbackError. */
export function readAuthorizationRequest(state: PoolState, query: URLSearchParams): AuthorizationRequest {
  const client = readClient(state, query);
  const callback = readCallback(client, query);
  const repeated = repeatedParameter(query);
  if (repeated) throw new CallbackError(callback, 'invalid_request', `${repeated} is repeated`);
  refuseResponseType(client, callback, query.get('response_type'));
  return {
    client,
    callback,
    scope: readScope(client, callback, query.get('scope')),
    nonce: query.get('nonce') ?? undefined,
    codeChallenge: readCodeChallenge(callback, query),
    prompts: readPrompts(callback, query.get('prompt')),
    providerName: readProviderName(state, client, callback, query),
    query,
  };
}

function readClient(state: PoolState, query: URLSearchParams): AppClient {
  const client = state.clients.find(query.get('client_id') ?? '');
  if (!client || query.getAll('client_id').length > 1) throw new PageError('Client does not exist.');
  return client;
}

// RFC 9700 section 2.1: exact string matching. A redirect to any other address would hand out codes and errors.
function readCallback(client: AppClient, query: URLSearchParams): Callback {
  const [redirectUri = '', ...more] = query.getAll('redirect_uri');
  if (more.length > 0 || !client.callbackUrls.includes(redirectUri)) throw new PageError('redirect_mismatch');
  const inFragment = query.get('response_type') === 'token';
  return { redirectUri, inFragment, state: query.get('state') ?? undefined };
}

function refuseResponseType(client: AppClient, callback: Callback, responseType: string | null): void {
  if (responseType !== 'code' && responseType !== 'token') {
    throw new CallbackError(callback, 'invalid_request', 'response_type must be code or token');
  }
  if (client.oauthFlows.includes(responseType === 'code' ? 'code' : 'implicit')) return;
  throw new CallbackError(callback, 'unauthorized_client', `${responseType} is not enabled for the client`);
}

/** An app client that names no scopes is granted all that it may have. */
function readScope(client: AppClient, callback: Callback, scope: string | null): string {
  if (!scope) return client.oauthScopes.join(' ');
  const scopes = scope.split(' ');
  const needsOpenid = scopes.some((name) => OPENID_SCOPES.includes(name)) && !scopes.includes('openid');
  if (needsOpenid || !scopes.every((name) => client.oauthScopes.includes(name))) {
    throw new CallbackError(callback, 'invalid_scope', 'invalid_scope');
  }
  return scope;
}

function readCodeChallenge(callback: Callback, query: URLSearchParams): string | undefined {
  const challenge = query.get('code_challenge') ?? undefined;
  const method = query.get('code_challenge_method') ?? undefined;
  if (challenge === undefined && method === undefined) return undefined;
  if (method === 'S256' && S256_CHALLENGE.test(challenge ?? '')) return challenge;
  throw new CallbackError(callback, 'invalid_request', 'code_challenge_method must be S256');
}

function readPrompts(callback: Callback, prompt: string | null): string[] {
  const prompts = prompt?.split(' ') ?? [];
  const isKnown = prompts.every((name) => PROMPTS.includes(name));
  if (isKnown && !(prompts.includes('none') && prompts.length > 1)) return prompts;
  throw new CallbackError(callback, 'invalid_request', 'prompt is not supported');
}

function readProviderName(
  state: PoolState,
  client: AppClient,
  callback: Callback,
  query: URLSearchParams,
): string {
  const asked = query.get('identity_provider') ?? nameOfIdentifier(state, query.get('idp_identifier'));
  const [only] = client.identityProviders;
  const name = asked ?? (client.identityProviders.length === 1 && only ? only : 'COGNITO');
  if (asked === undefined || client.identityProviders.includes(asked)) return name;
  throw new CallbackError(callback, 'invalid_request', 'Identity provider is not enabled for the client');
}

/** Gives undefined if no identifier was sent, and an unknown one as it is, which no app client has enabled. */
function nameOfIdentifier(state: PoolState, identifier: string | null): string | undefined {
  if (identifier === null) return undefined;
  const { identityProviders } = state.managedLogin;
  return identityProviders.find(({ identifiers }) => identifiers.includes(identifier))?.name ?? identifier;
}
