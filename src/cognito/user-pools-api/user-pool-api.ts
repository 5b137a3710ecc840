import { AuthError } from '../../core/auth-error';
import { isRecord } from '../../core/guards';
import { authErrorFor } from './exceptions';
import { readText, send, serverTimeMsOf } from './http';

/** The operations of the user pools API that we call. */
export type Operation =
  | 'InitiateAuth'
  | 'RespondToAuthChallenge'
  | 'AssociateSoftwareToken'
  | 'VerifySoftwareToken'
  | 'ConfirmDevice'
  | 'UpdateDeviceStatus'
  | 'ConfirmSignUp'
  | 'ResendConfirmationCode'
  | 'ForgotPassword'
  | 'ConfirmForgotPassword'
  | 'GetTokensFromRefreshToken'
  | 'RevokeToken'
  | 'GlobalSignOut';

export interface ApiAnswer {
  readonly body: Readonly<Record<string, unknown>>;
  /** The service's clock when it answered, epoch ms; null if the answer does not show it. */
  readonly serverTimeMs: number | null;
}

/** One call: its operation and its JSON body. Throws `AuthError` for every kind of failure. */
export type CallUserPool = (
  operation: Operation,
  body: Readonly<Record<string, unknown>>,
) => Promise<ApiAnswer>;

/**
 * A caller of one user pools endpoint, speaking AWS JSON 1.1.
 * Source: AWS JSON 1.1 protocol (Smithy), Cognito user pools API reference.
 * @param endpoint URL without a trailing slash
 * @param fetch the platform's
 */
export function createUserPoolApi(endpoint: string, fetch: typeof globalThis.fetch): CallUserPool {
  return async (operation, body) => {
    const response = await send(fetch, `${endpoint}/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(body),
    });
    const answer = await readJson(response);
    if (!response.ok) throw errorOf(response, answer, operation);
    return { body: answer, serverTimeMs: serverTimeMsOf(response) };
  };
}

// A captive portal or a proxy may answer in place of Cognito; whatever it says must not end a session.
async function readJson(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const isJson = /^application\/(x-amz-json-1\.[01]|json)\b/.test(response.headers.get('content-type') ?? '');
  if (!isJson) throw new AuthError(response.status >= 500 ? 'serviceFailed' : 'notCognito');
  const text = await readText(response);
  try {
    const json: unknown = JSON.parse(text);
    if (isRecord(json)) return json;
    // RevokeToken answers with nothing at all on some endpoints.
  } catch (error) {
    if (text === '' && response.ok) return {};
    throw new AuthError('notCognito', '', error);
  }
  throw new AuthError('notCognito');
}

// The name stands in the body or in a header, with decorations: "ns#Name", "Name:http://…".
function errorOf(
  response: Response,
  body: Readonly<Record<string, unknown>>,
  operation: Operation,
): AuthError {
  const named = typeof body.__type === 'string' ? body.__type : response.headers.get('x-amzn-errortype');
  const name = (named ?? '').replace(/^.*#/, '').replace(/:.*$/, '');
  const message = [body.message, body.Message].find((text) => typeof text === 'string') ?? '';
  if (name === '' && response.status >= 500) return new AuthError('serviceFailed');
  return authErrorFor(name, message, operation);
}
