import { AuthError } from '../../core/auth-error';
import { type HostedUiAttempt, isAnswerTo } from '../../core/session/hosted-ui-attempt';
import { authorizationError } from './oauth-errors';

type Check = 'state' | 'redirectUri' | 'duplicate' | 'iss' | 'code';

/**
 * What the pool's pages have answered, once it is known to belong to this attempt.
 * Source: RFC 6749 sections 4.1.2 and 4.2.2, RFC 9207, RFC 9700 section 4.7.
 * @param answerUrl the callback URL as it was visited
 * @throws AuthError `hostedUiAnswerRejected`, whose detail names the check; what `authorizationError` makes of an error
 */
export function readAuthorizationAnswer(
  attempt: HostedUiAttempt,
  answerUrl: string,
  isIssuer: (issuer: string) => boolean,
): URLSearchParams {
  if (!URL.canParse(answerUrl)) throw rejected('redirectUri');
  const url = new URL(answerUrl);
  const parameters = parametersOf(url, attempt);
  const failed = failedCheck(attempt, url, parameters, isIssuer);
  if (failed) throw rejected(failed);
  const error = parameters.get('error');
  if (error !== null) throw authorizationError(error, parameters.get('error_description'));
  if (attempt.responseType === 'code' && !parameters.get('code')) throw rejected('code');
  return parameters;
}

// Whatever else an answer says is of no interest if it is not ours, so its state comes first.
function failedCheck(
  attempt: HostedUiAttempt,
  url: URL,
  parameters: URLSearchParams,
  isIssuer: (issuer: string) => boolean,
): Check | null {
  if (parameters.get('state') !== attempt.state) return 'state';
  if (!isAnswerTo(attempt, url.href)) return 'redirectUri';
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length) return 'duplicate';
  const issuer = parameters.get('iss');
  if (issuer !== null && !isIssuer(issuer)) return 'iss';
  return null;
}

// The implicit grant answers in the fragment; an error of Cognito's may come in the query all the same.
function parametersOf(url: URL, { responseType }: HostedUiAttempt): URLSearchParams {
  const isInFragment = responseType === 'token' && url.hash !== '';
  return isInFragment ? new URLSearchParams(url.hash.slice(1)) : url.searchParams;
}

function rejected(check: Check): AuthError {
  return new AuthError('hostedUiAnswerRejected', check);
}
