import { failure, type Result, success } from '../result';

export type TotpSecretProblem = 'totpSecretMalformed';

/**
 * Reads the secret of an authenticator app, as pools and apps show it: base32 (RFC 4648 section 6), in groups or not.
 * @returns upper case without spaces and padding; null where nothing was typed
 */
export function parseTotpSecret(text: string): Result<string | null, TotpSecretProblem> {
  const secret = text.replace(/[\s=-]/g, '').toUpperCase();
  if (secret === '') return success(null);
  return /^[A-Z2-7]{16,256}$/.test(secret) ? success(secret) : failure('totpSecretMalformed');
}

/**
 * What an authenticator app reads from a QR code.
 * Source: "Key Uri Format" of Google Authenticator, which every such app follows.
 * @param secret base32
 */
export function otpauthUri(secret: string, username: string): string {
  const issuer = 'Amazon Cognito';
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(username)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`;
}
