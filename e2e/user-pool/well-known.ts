import type { Answer } from './answer';
import type { PoolState } from './pool-state';
import type { Jwk } from './signing-keys';

/** The public keys of the pool (RFC 7517). */
export function jwks(state: PoolState): { keys: Jwk[] } {
  return { keys: [state.signingKeys.id.jwk, state.signingKeys.access.jwk] };
}

/** Answers `/<pool id>/.well-known/…`, the two documents that anyone may read; undefined for any other path. */
export function wellKnownAnswer(state: PoolState, path: string, endpoint: string): Answer | undefined {
  const base = `/${state.userPoolId}/.well-known`;
  if (path === `${base}/jwks.json`) return documentAnswer(jwks(state));
  if (path !== `${base}/openid-configuration`) return undefined;
  const domain = state.managedLogin.domain ?? endpoint;
  return documentAnswer({
    issuer: state.issuer,
    // The one value that cannot be Amazon's: the keys are here.
    jwks_uri: `${endpoint}${base}/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    authorization_endpoint: `${domain}/oauth2/authorize`,
    token_endpoint: `${domain}/oauth2/token`,
    token_endpoint_auth_methods_supported: state.settings.clientAuthMethods,
    revocation_endpoint: `${domain}/oauth2/revoke`,
    userinfo_endpoint: `${domain}/oauth2/userInfo`,
    end_session_endpoint: `${domain}/logout`,
  });
}

function documentAnswer(document: object): Answer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(document) };
}
