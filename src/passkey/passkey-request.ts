import type { AuthProblem } from '../core/auth-error';
import type { SessionView } from '../core/views/session-view';

const HOST_NAME = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** What the pool asks the browser for; null where it asks for no passkey, or not for one that can be read. */
export function passkeyRequestOf(session: SessionView): PublicKeyCredentialRequestOptionsJSON | null {
  const fields = session.kind === 'challenged' ? session.fields : null;
  const field = fields?.find(({ kind }) => kind === 'passkey');
  return field?.kind === 'passkey' ? parseRequest(field.request) : null;
}

/**
 * The host access with which Chromium lets an extension use the passkeys of a relying party.
 * @returns match patterns; none where the pool names no relying party, or what is no host name: the pool must not choose
 *   that access to all of `*` is asked for
 */
export function accessFor({ rpId }: PublicKeyCredentialRequestOptionsJSON): readonly string[] {
  return rpId && HOST_NAME.test(rpId) ? [`https://${rpId}/*`] : [];
}

/**
 * Why `navigator.credentials.get` gave nothing. Browsers do not tell a refusal from a passkey that is not there.
 * Source: WebAuthn level 3, section 5.1.4.1.
 */
export function problemOfPasskey(error: unknown, rpId: string): AuthProblem {
  const isForbidden = error instanceof DOMException && error.name === 'SecurityError';
  return isForbidden
    ? { code: 'passkeyNotAllowedHere', detail: rpId }
    : { code: 'passkeyFailed', detail: '' };
}

function parseRequest(json: string): PublicKeyCredentialRequestOptionsJSON | null {
  try {
    const request: PublicKeyCredentialRequestOptionsJSON | null = JSON.parse(json);
    return typeof request?.challenge === 'string' ? request : null;
  } catch {
    return null;
  }
}
