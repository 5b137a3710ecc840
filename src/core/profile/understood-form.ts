import { isDomainPrefix, prefixDomain } from './hosted-ui';
import { callbacksIn, pastedEntries, pastedValue } from './pasted-values';
import type { ProfileForm } from './profile-form';
import { parseUserPoolId } from './user-pool-id';

// An ARN, or the issuer in a token, with what discovery puts behind it. Sources: Cognito API, `UserPoolType.Arn`; OpenID
// Connect Discovery, section 4.
const POOL_ID_WITHIN =
  /^(?:arn:aws[\w-]*:cognito-idp:[\w-]*:\d*:userpool\/|(?:https:\/\/)?(?:issuer-)?cognito-idp[\w.-]*\/)([\w-]+_[0-9a-zA-Z]+)(?:\/.*)?$/;
const ENDPOINT_OF_DOMAIN =
  /^((?:https?:\/\/)?[^/?#]+)\/(?:log(?:in|out)|signup|oauth2\/\w+|\.well-known\/[\w.-]+)\/?(?:\?.*)?$/;
const WELL_KNOWN = /\/\.well-known\/(?:openid-configuration|jwks\.json)$/;
const SCOPE_OF_A_SERVER_OR_STANDARD =
  /\/|^(?:openid|email|phone|profile|offline_access|aws\.cognito\.signin\.user\.admin)$/;
/** What Amplify calls the identity providers. Source: Cognito developer guide, "Authorize endpoint", `identity_provider`. */
const PROVIDERS = new Map([
  ['GOOGLE', 'Google'],
  ['FACEBOOK', 'Facebook'],
  ['LOGIN_WITH_AMAZON', 'LoginWithAmazon'],
  ['SIGN_IN_WITH_APPLE', 'SignInWithApple'],
]);

/**
 * The form with its fields as their parsers take them, where it holds values as configurations have them: in quotes, as
 * lists, an ARN or an issuer for the ID of the pool, the prefix of a domain, an issuer for an endpoint. What is none of
 * these stays as it was typed, for its parser to refuse.
 */
export function understoodForm(form: ProfileForm): ProfileForm {
  const userPoolId = pastedValue(form.userPoolId).replace(POOL_ID_WITHIN, '$1');
  const provider = pastedValue(form.identityProvider);
  return {
    ...form,
    userPoolId,
    clientId: pastedValue(form.clientId),
    apiHosts: pastedEntries(form.apiHosts).join('\n'),
    allowedPages: pastedEntries(form.allowedPages).join('\n'),
    hostedUiDomain: domainOf(pastedValue(form.hostedUiDomain), userPoolId),
    callbackUrl: callbackOf(form.callbackUrl),
    oauthScopes: pastedEntries(form.oauthScopes.replaceAll('%20', ' ')).flatMap(scopesIn).join(' '),
    identityProvider: PROVIDERS.get(provider) ?? provider,
    cognitoEndpoint: endpointOf(pastedValue(form.cognitoEndpoint), userPoolId),
  };
}

function callbackOf(text: string): string {
  const [first = '', ...others] = callbacksIn(text);
  return others.length === 0 ? first : text;
}

function scopesIn(entry: string): readonly string[] {
  const scopes = entry.split('+');
  return scopes.every((scope) => SCOPE_OF_A_SERVER_OR_STANDARD.test(scope)) ? scopes : [entry];
}

function domainOf(text: string, userPoolId: string): string {
  const domain = text.replace(ENDPOINT_OF_DOMAIN, '$1');
  const pool = parseUserPoolId(userPoolId);
  return (pool.ok && isDomainPrefix(domain) && prefixDomain(domain, pool.value.region)) || domain;
}

function endpointOf(text: string, userPoolId: string): string {
  const issuer = text.replace(WELL_KNOWN, '').replace(/\/+$/, '');
  return issuer.endsWith(`/${userPoolId}`)
    ? issuer.slice(0, -userPoolId.length - 1).replace('//issuer-cognito-idp', '//cognito-idp')
    : text;
}
