import type { AuthorizationServer } from 'oauth4webapi';
import { AuthError } from '../../core/auth-error';
import { isLoopback } from '../../core/profile/api-host';
import type { Profile } from '../../core/profile/profile';
import type { AppClient } from '../app-client';
import { getJson, type JsonObject } from '../http';

// As every user pool's discovery document lists them.
const AUTH_METHODS_OF_COGNITO = ['client_secret_basic', 'client_secret_post'];

/** Where the hosted UI of a user pool is, under the names of RFC 8414 section 2. */
export interface HostedUiServer extends AuthorizationServer {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly revocation_endpoint: string;
  readonly end_session_endpoint: string;
}

/**
 * Where the hosted UI of a profile is: on the domain that it names, else where its pool says: O12 (docs/checks.md).
 * Source: Cognito developer guide, "User pool endpoints and managed login reference"; OpenID Connect Discovery.
 * @throws AuthError `hostedUiMissing` if the pool names no address that we may send a user or a secret to
 */
export async function hostedUiServerOf(
  { pool, hostedUi }: Pick<Profile, 'pool' | 'hostedUi'>,
  appClient: AppClient,
  fetch: typeof globalThis.fetch,
): Promise<HostedUiServer> {
  const issuer = `${appClient.endpoint}/${pool.userPoolId}`;
  if (hostedUi.domain !== null) return serverAt(hostedUi.domain, issuer);
  const metadata = await getJson(fetch, `${issuer}/.well-known/openid-configuration`);
  if (metadata === null) throw new AuthError('hostedUiMissing');
  if (typeof metadata.issuer !== 'string' || !appClient.isIssuer(metadata.issuer))
    throw new AuthError('notCognito');
  return readMetadata(metadata, metadata.issuer);
}

/**
 * The domain that stands for these endpoints in a profile; null where they lie elsewhere than on Cognito's own
 * paths, or take a secret in another way.
 */
export function domainOf(server: HostedUiServer): string | null {
  const { origin } = new URL(server.authorization_endpoint);
  const usual = serverAt(origin, server.issuer);
  const isUsual =
    server.authorization_endpoint === usual.authorization_endpoint &&
    server.token_endpoint === usual.token_endpoint &&
    takesSecretInBody(server);
  return isUsual ? origin : null;
}

/**
 * Whether a client secret goes in the body of a request: there it is spelt in one way, and the browser need not ask the
 * server in advance. By Basic it is form-encoded before it is base64-encoded, which not every server undoes.
 * Source: RFC 6749 section 2.3.1; RFC 8414 section 2 (where nothing is listed, it is Basic); Fetch standard, "CORS-preflight fetch".
 */
export function takesSecretInBody(server: AuthorizationServer): boolean {
  return server.token_endpoint_auth_methods_supported?.includes('client_secret_post') ?? false;
}

/** Whether a URL is plain http, on this machine. */
export function isLocalHttp(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && isLoopback(hostname);
}

function serverAt(domain: string, issuer: string): HostedUiServer {
  return {
    issuer,
    authorization_endpoint: `${domain}/oauth2/authorize`,
    token_endpoint: `${domain}/oauth2/token`,
    token_endpoint_auth_methods_supported: AUTH_METHODS_OF_COGNITO,
    revocation_endpoint: `${domain}/oauth2/revoke`,
    end_session_endpoint: `${domain}/logout`,
  };
}

function readMetadata(metadata: JsonObject, issuer: string): HostedUiServer {
  const authorize = endpointOf(metadata.authorization_endpoint);
  const token = endpointOf(metadata.token_endpoint);
  if (!authorize || !token) throw new AuthError('hostedUiMissing');
  const usual = serverAt(new URL(authorize).origin, issuer);
  const methods = metadata.token_endpoint_auth_methods_supported;
  return {
    issuer,
    authorization_endpoint: authorize,
    token_endpoint: token,
    revocation_endpoint: endpointOf(metadata.revocation_endpoint) ?? usual.revocation_endpoint,
    end_session_endpoint: endpointOf(metadata.end_session_endpoint) ?? usual.end_session_endpoint,
    ...(Array.isArray(methods) && { token_endpoint_auth_methods_supported: methods.map(String) }),
  };
}

// Codes, tokens and the client secret go there: https only, but for an emulator on this machine.
function endpointOf(value: unknown): string | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  return new URL(value).protocol === 'https:' || isLocalHttp(value) ? value : null;
}
