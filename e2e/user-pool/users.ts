import { randomUUID } from 'node:crypto';
import { createSrpCredential, type SrpCredential } from './srp-server';

/** A second factor: codes by SMS to a phone number (E.164), or an authenticator app with a base32 secret. */
export type Mfa = { sms: string } | { totp: string };

export interface NewUser {
  username: string;
  password: string;
  /** Becomes a verified attribute, and an alias to sign in with. */
  email?: string;
  groups?: readonly string[];
  /** Further user attributes, such as `name` or `custom:tenant`. */
  attributes?: Readonly<Record<string, string>>;
  /** The password was set by an administrator: the first sign-in asks for a new one. */
  temporaryPassword?: boolean;
  /** Attributes (`name`) that NEW_PASSWORD_REQUIRED asks for when the user lacks them. */
  requiredAttributes?: readonly string[];
  mfa?: Mfa;
  confirmed?: boolean;
  mustResetPassword?: boolean;
  enabled?: boolean;
}

export interface User {
  readonly username: string;
  readonly sub: string;
  readonly groups: readonly string[];
  readonly requiredAttributes: readonly string[];
  readonly mfa: Mfa | undefined;
  readonly attributes: Record<string, string>;
  credential: SrpCredential;
  passwordIsTemporary: boolean;
  mustResetPassword: boolean;
  confirmed: boolean;
  enabled: boolean;
  /** The last step (RFC 6238) whose code was accepted: neither it nor an older one is accepted again. */
  lastTotpStep: number;
}

/** The users of a pool. Usernames and e-mail addresses are case-insensitive, as in every pool made since 2020. */
export class UserDirectory {
  readonly #users: User[] = [];
  readonly #poolName: string;

  constructor(poolName: string) {
    this.#poolName = poolName;
  }

  add(settings: NewUser): User {
    if (this.find(settings.username)) throw new Error(`There is a user ${settings.username} already`);
    const user: User = {
      username: settings.username,
      sub: randomUUID(),
      groups: settings.groups ?? [],
      requiredAttributes: settings.requiredAttributes ?? [],
      mfa: settings.mfa,
      attributes: initialAttributes(settings),
      credential: createSrpCredential(this.#poolName, settings.username, settings.password),
      passwordIsTemporary: settings.temporaryPassword ?? false,
      mustResetPassword: settings.mustResetPassword ?? false,
      confirmed: settings.confirmed ?? true,
      enabled: settings.enabled ?? true,
      lastTotpStep: -1,
    };
    this.#users.push(user);
    return user;
  }

  /** Finds a user by username or by e-mail address. */
  find(usernameOrAlias: string): User | undefined {
    const wanted = usernameOrAlias.toLowerCase();
    const matches = (name: string | undefined) => name?.toLowerCase() === wanted;
    return this.#users.find((user) => matches(user.username) || matches(user.attributes.email));
  }

  setPassword(user: User, password: string): void {
    user.credential = createSrpCredential(this.#poolName, user.username, password);
    user.passwordIsTemporary = false;
  }

  passwordIsRight(user: User, password: string): boolean {
    const { salt, verifier } = user.credential;
    return createSrpCredential(this.#poolName, user.username, password, salt).verifier === verifier;
  }
}

function initialAttributes({ email, mfa, attributes }: NewUser): Record<string, string> {
  const phone = mfa && 'sms' in mfa ? mfa.sms : undefined;
  return {
    ...(email && { email, email_verified: 'true' }),
    ...(phone && { phone_number: phone, phone_number_verified: 'true' }),
    ...attributes,
  };
}
