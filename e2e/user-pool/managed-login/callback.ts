import type { Answer } from '../answer';
import type { PoolState } from '../pool-state';
import { redirectAnswer } from './page';
import type { RedirectTampering } from './tampering';

/** Where the answer to an authorization request goes: a registered callback URL of the app client. */
export interface Callback {
  readonly redirectUri: string;
  /** The implicit grant answers in the fragment (RFC 6749 section 4.2.2). */
  readonly inFragment: boolean;
  readonly state: string | undefined;
}

/** The error codes of the authorize endpoint (RFC 6749 section 4.1.2.1; OpenID Connect Core, section 3.1.2.6). */
type CallbackErrorCode =
  | 'access_denied'
  | 'invalid_request'
  | 'invalid_scope'
  | 'login_required'
  | 'unauthorized_client';

/** A failure that the app is told of. */
export class CallbackError extends Error {
  readonly callback: Callback;
  readonly code: CallbackErrorCode;

  constructor(callback: Callback, code: CallbackErrorCode, description: string) {
    super(description);
    this.callback = callback;
    this.code = code;
  }
}

export function errorRedirect(state: PoolState, { callback, code, message }: CallbackError): Answer {
  return callbackRedirect(state, callback, { error: code, error_description: message });
}

/** Sends the browser to the callback, with the tampering that a test has asked for. */
export function callbackRedirect(
  state: PoolState,
  callback: Callback,
  members: Record<string, string>,
  headers: Record<string, string> = {},
): Answer {
  const parameters = new URLSearchParams({ ...members, ...(callback.state && { state: callback.state }) });
  tamper(parameters, state.managedLogin.tampering.takeRedirect());
  const { redirectUri, inFragment } = callback;
  const separator = redirectUri.includes('?') ? '&' : '?';
  return redirectAnswer(`${redirectUri}${inFragment ? '#' : separator}${parameters}`, headers);
}

function tamper(parameters: URLSearchParams, tampering: RedirectTampering): void {
  const { duplicate, error, errorDescription, ...replaced } = tampering;
  for (const [name, value] of Object.entries(replaced)) {
    if (value) parameters.set(name, value);
    else parameters.delete(name);
  }
  if (error !== undefined) {
    parameters.delete('code');
    parameters.set('error', error);
  }
  if (errorDescription !== undefined) parameters.set('error_description', errorDescription);
  if (duplicate) parameters.append(duplicate, parameters.get(duplicate) ?? '');
}
