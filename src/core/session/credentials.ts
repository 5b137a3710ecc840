/** A device that the pool remembers: it signs in by a password of its own in place of the user's second factor. */
export interface RememberedDevice {
  readonly key: string;
  readonly groupKey: string;
  readonly password: string;
  /** The user it belongs to, as the pool names them. */
  readonly username: string;
}

/** What a profile knows and must not lie on disk in clear. */
export interface ProfileSecrets {
  /** Null for a public app client. */
  readonly clientSecret: string | null;
  /** Of a test user's authenticator app, base32; null where the user types the codes. */
  readonly totpSecret: string | null;
  readonly device: RememberedDevice | null;
}

export const NO_SECRETS: ProfileSecrets = { clientSecret: null, totpSecret: null, device: null };
