import type { ProfileForm } from '../profile/profile-form';
import { isSameClient, isSameUser } from '../profile/secret-owner';
import { credentialOf } from '../profile/sign-in-method';
import { parseTotpSecret } from '../profile/totp-secret';
import type { Credentials, KeptPassword } from './credentials';

export interface SavedForm {
  /** The form of the profile as it was; null for a new one. */
  readonly previous: ProfileForm | null;
  readonly form: ProfileForm;
  /** What was typed for this sign-in, if it is to be kept. */
  readonly password: KeptPassword | null;
}

/**
 * The password that a form asks to keep: nothing is kept of it where nothing else is.
 * @param credential what was typed for this sign-in
 * @param nowMs epoch ms
 */
export function keptPassword(
  { signInMethod, keepSignedIn, keepPassword }: ProfileForm,
  credential: string,
  nowMs: number,
): KeptPassword | null {
  const isWanted = keepPassword === 'yes' && keepSignedIn !== 'untilBrowserCloses';
  const isOne = credentialOf(signInMethod) === 'password' && credential !== '';
  return isWanted && isOne ? { text: credential, usedAtMs: nowMs, isUnanswered: false } : null;
}

/**
 * The credentials of a profile that was saved. A field is empty when it was left alone. A client's secret belongs to one
 * app client at one place, a user's to one user there, and goes with it.
 */
export function keptCredentials(kept: Credentials, { previous, form, password }: SavedForm): Credentials {
  const isClients = previous !== null && isSameClient(previous, form);
  const isUsers = previous !== null && isSameUser(previous, form);
  // A pool asks whether to remember a device when it is new, so that another wish takes another device.
  const isDevices = isUsers && previous.rememberDevice === form.rememberDevice;
  const totpSecret = parseTotpSecret(form.totpSecret);
  return {
    ...kept,
    clientSecret: form.clientSecret.trim() || (isClients ? kept.clientSecret : null),
    totpSecret: (totpSecret.ok && totpSecret.value) || (isUsers ? kept.totpSecret : null),
    device: isDevices ? kept.device : null,
    password,
  };
}
