import type { ProfileForm } from '../profile/profile-form';
import { isSameClient, isSameUser } from '../profile/secret-owner';
import { parseTotpSecret } from '../profile/totp-secret';
import type { Credentials } from './credentials';

export interface SavedForm {
  /** The form of the profile as it was; null for a new one. */
  readonly previous: ProfileForm | null;
  readonly form: ProfileForm;
}

/**
 * The credentials of a profile that was saved. A field is empty when it was left alone. A client's secret belongs to one
 * app client at one place, a user's to one user there, and goes with it.
 */
export function keptCredentials(kept: Credentials, { previous, form }: SavedForm): Credentials {
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
  };
}
