import type { AppClient } from '../app-clients';
import type { ClientAuthMethod } from '../pool-settings';
import type { PoolState } from '../pool-state';
import { clientSecretFits } from '../secret-hash';
import { OAuthError } from './oauth-error';
import { repeatedParameter, type WebRequest } from './web-request';

interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly method: ClientAuthMethod;
}

/** Gives the form of a request to the token or revocation endpoint, which takes nothing but forms. */
export function requireForm({ form }: WebRequest): URLSearchParams {
  if (!form || repeatedParameter(form)) throw new OAuthError('invalid_request');
  return form;
}

/**
 * Knows an app client by client_secret_basic, client_secret_post or, if it has no secret, by its id (RFC 6749 section 2.3).
 * @param refusedStatus 400 at the token endpoint, 401 at the revocation endpoint
 * @param methods those that are taken there
 */
export function authenticateClient(
  state: PoolState,
  request: WebRequest,
  form: URLSearchParams,
  refusedStatus: 400 | 401,
  methods: readonly ClientAuthMethod[] = state.settings.clientAuthMethods,
): AppClient {
  const { clientId, clientSecret, method } = readCredentials(request, form);
  const client = state.clients.find(clientId);
  const isTaken = clientSecret === undefined || methods.includes(method);
  if (client && isTaken && clientSecretFits(client, clientSecret)) return client;
  throw new OAuthError('invalid_client', refusedStatus);
}

function readCredentials({ headers }: WebRequest, form: URLSearchParams): Credentials {
  const inHeader = readBasic(headers.authorization);
  const clientId = form.get('client_id');
  const clientSecret = form.get('client_secret') ?? undefined;
  if (!inHeader && clientId) return { clientId, clientSecret, method: 'client_secret_post' };
  const isTwice = clientSecret !== undefined || (clientId && clientId !== inHeader?.clientId);
  if (!inHeader || isTwice) throw new OAuthError('invalid_request');
  return inHeader;
}

function readBasic(authorization: string | undefined): Credentials | undefined {
  const [, encoded] = /^Basic (.+)$/i.exec(authorization ?? '') ?? [];
  if (!encoded) return undefined;
  const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return {
    clientId: formDecoded(clientId),
    clientSecret: formDecoded(secret.join(':')),
    method: 'client_secret_basic',
  };
}

// RFC 6749 section 2.3.1: both halves are form-encoded before they are joined.
function formDecoded(text: string): string {
  return new URLSearchParams(`text=${text}`).get('text') ?? '';
}
