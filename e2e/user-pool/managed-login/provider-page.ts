import { type Html, html } from '../../support/html';
import type { PoolState } from '../pool-state';
import { type AuthorizationRequest, readAuthorizationRequest } from './authorization-request';
import { finishLogin } from './authorize';
import { CallbackError } from './callback';
import { formToken, readOwnForm } from './form-token';
import type { FederatedPerson, IdentityProvider } from './identity-provider';
import { federatedUser, findIdentityProvider } from './identity-providers';
import { PageError, pageAnswer } from './page';
import type { Endpoint, WebRequest } from './web-request';

export const PROVIDER_PATH = '/idp/';

/** GET /idp/<name>: stands for the sign-in page of another identity provider. */
export const showProvider: Endpoint = (state, request) => {
  const asked = readAuthorizationRequest(state, request.query);
  const provider = requireProvider(state, asked, request);
  const { input, headers } = formToken(request);
  const content = html`<form method="post" action="${request.path}?${String(asked.query)}">
${input}
${provider.people.map(continueButton)}
<button name="user_id" value="">Cancel</button>
</form>`;
  return pageAnswer(`Sign in with ${provider.name}`, content, headers);
};

/** POST /idp/<name>: who the person is, or nobody. */
export const submitProvider: Endpoint = (state, request) => {
  const asked = readAuthorizationRequest(state, request.query);
  const provider = requireProvider(state, asked, request);
  const userId = readOwnForm(request).get('user_id');
  const person = provider.people.find((known) => known.userId === userId);
  // The error code is the provider's own: Google says access_denied, others user_cancelled_authorize.
  if (!person)
    throw new CallbackError(asked.callback, 'access_denied', `${provider.name} Error - access_denied`);
  return finishLogin(state, request, asked, federatedUser(state, provider, person));
};

function requireProvider(
  state: PoolState,
  { client }: AuthorizationRequest,
  { path }: WebRequest,
): IdentityProvider {
  const name = client.identityProviders.find(
    (known) => path === `${PROVIDER_PATH}${encodeURIComponent(known)}`,
  );
  const provider = name && findIdentityProvider(state, name);
  if (!provider) throw new PageError('Login option is not available');
  return provider;
}

function continueButton({ userId, name }: FederatedPerson): Html {
  return html`<button name="user_id" value="${userId}">Continue as ${name}</button>`;
}
