import { fromBase64, toBase64Url } from '../core/base64';

// Chromium reads and writes this JSON by itself from version 129 on, Firefox from 119 on; we begin at Chromium 120.

/** What to ask the browser for. Source: WebAuthn level 3, section 5.1.10. */
export function requestOptionsOf(
  json: PublicKeyCredentialRequestOptionsJSON,
): PublicKeyCredentialRequestOptions {
  return 'parseRequestOptionsFromJSON' in PublicKeyCredential
    ? PublicKeyCredential.parseRequestOptionsFromJSON(json)
    : decodeOptions(json);
}

/** What the pool is answered with. Source: WebAuthn level 3, section 5.1.7. */
export function credentialJsonOf(credential: PublicKeyCredential): string {
  return JSON.stringify('toJSON' in credential ? credential : encodeAssertion(credential));
}

/** For browsers that cannot read the JSON themselves. */
export function decodeOptions({
  challenge,
  allowCredentials = [],
  timeout,
  rpId,
  userVerification,
}: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  return {
    challenge: fromBase64(challenge),
    allowCredentials: allowCredentials.map(({ id, transports }) => ({
      id: fromBase64(id),
      type: 'public-key',
      ...(transports && { transports: transports as AuthenticatorTransport[] }),
    })),
    ...(timeout !== undefined && { timeout }),
    ...(rpId !== undefined && { rpId }),
    ...(userVerification && { userVerification: userVerification as UserVerificationRequirement }),
  };
}

/** For browsers that cannot write the JSON themselves. */
export function encodeAssertion(credential: PublicKeyCredential): AuthenticationResponseJSON {
  const { authenticatorData, clientDataJSON, signature, userHandle } =
    credential.response as AuthenticatorAssertionResponse;
  const { authenticatorAttachment } = credential;
  return {
    id: credential.id,
    rawId: toBase64Url(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    ...(authenticatorAttachment && { authenticatorAttachment }),
    response: {
      authenticatorData: toBase64Url(authenticatorData),
      clientDataJSON: toBase64Url(clientDataJSON),
      signature: toBase64Url(signature),
      ...(userHandle && { userHandle: toBase64Url(userHandle) }),
    },
  };
}
