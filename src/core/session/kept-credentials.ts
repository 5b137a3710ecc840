import type { Profile } from '../profile/profile';
import type { ProfileForm } from '../profile/profile-form';
import { parseTotpSecret } from '../profile/totp-secret';
import type { Credentials } from './credentials';

export interface SavedForm {
  /** The profile as it was; null for a new one. */
  readonly previous: Profile | null;
  readonly profile: Profile;
  readonly form: ProfileForm;
}

/**
 * The credentials of a profile that was saved. A field is empty when it was left alone. A client's secret belongs to one
 * app client, a user's to one user, and goes with it.
 */
export function keptCredentials(kept: Credentials, { previous, profile, form }: SavedForm): Credentials {
  const isSameClient = previous?.clientId === profile.clientId;
  const isSameUser = isSameClient && previous?.username === profile.username;
  // A pool asks whether to remember a device when it is new, so that another wish takes another device.
  const isSameDevice = isSameUser && previous?.rememberDevice === profile.rememberDevice;
  const totpSecret = parseTotpSecret(form.totpSecret);
  return {
    ...kept,
    clientSecret: form.clientSecret.trim() || (isSameClient ? kept.clientSecret : null),
    totpSecret: (totpSecret.ok && totpSecret.value) || (isSameUser ? kept.totpSecret : null),
    device: isSameDevice ? kept.device : null,
  };
}
