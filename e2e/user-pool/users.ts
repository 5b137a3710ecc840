import { type KeyObject, randomUUID } from 'node:crypto';
import type { Device } from './device';
import { createSrpCredential, type SrpCredential } from './srp-server';

/** Second factors: codes by SMS to a phone number (E.164), an authenticator app with a base32 secret, codes by e-mail. */
export interface Mfa {
  readonly sms?: string;
  readonly totp?: string;
  readonly email?: string;
}

/** A registered WebAuthn credential (ES256). */
export interface Passkey {
  /** base64url, as the browser spells it. */
  readonly credentialId: string;
  readonly publicKey: KeyObject;
  /** The last counter that the authenticator sent; it may only grow. */
  signCount: number;
}

export interface NewUser {
  /** By default the `sub`, as in a pool whose users sign in by e-mail address. */
  username?: string;
  /** Absent for a passwordless user. */
  password?: string;
  /** Becomes a verified attribute, and an alias to sign in with. */
  email?: string;
  /** E.164. Becomes a verified attribute. */
  phone?: string;
  groups?: readonly string[];
  /** Further user attributes, such as `name` or `custom:tenant`. */
  attributes?: Readonly<Record<string, string>>;
  /** The password was set by an administrator: the first sign-in asks for a new one. */
  temporaryPassword?: boolean;
  /** Attributes (`name`) that NEW_PASSWORD_REQUIRED asks for when the user lacks them. */
  requiredAttributes?: readonly string[];
  mfa?: Mfa;
  /** False: the user has signed up and not yet entered the code, so the addresses are not verified either. */
  confirmed?: boolean;
  mustResetPassword?: boolean;
  enabled?: boolean;
}

export interface User {
  readonly username: string;
  readonly sub: string;
  readonly groups: readonly string[];
  readonly requiredAttributes: readonly string[];
  readonly attributes: Record<string, string>;
  readonly passkeys: Passkey[];
  /** By device key. */
  readonly devices: Map<string, Device>;
  /** Newest first, without the current one. */
  readonly formerCredentials: SrpCredential[];
  mfa: Mfa | undefined;
  /** Undefined for a passwordless user. */
  credential: SrpCredential | undefined;
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
    const sub = randomUUID();
    const { username = sub, password } = settings;
    if (this.find(username)) throw new Error(`There is a user ${username} already`);
    const user: User = {
      username,
      sub,
      groups: settings.groups ?? [],
      requiredAttributes: settings.requiredAttributes ?? [],
      attributes: initialAttributes(settings),
      passkeys: [],
      devices: new Map(),
      formerCredentials: [],
      mfa: settings.mfa,
      credential: password ? createSrpCredential(this.#poolName, username, password) : undefined,
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
    return (
      this.#users.find((user) => matches(user.username)) ??
      this.#users.find((user) => user.confirmed && matches(user.attributes.email))
    );
  }

  setPassword(user: User, password: string): void {
    if (user.credential) user.formerCredentials.unshift(user.credential);
    user.credential = createSrpCredential(this.#poolName, user.username, password);
    user.passwordIsTemporary = false;
    user.mustResetPassword = false;
  }

  passwordIsRight(user: User, password: string): boolean {
    return user.credential !== undefined && this.#fits(user, user.credential, password);
  }

  /** Whether `password` is the current one or one of the `count` before it. */
  passwordIsRecent(user: User, password: string, count: number): boolean {
    const recent = user.formerCredentials.slice(0, count);
    if (user.credential && count > 0) recent.push(user.credential);
    return recent.some((credential) => this.#fits(user, credential, password));
  }

  #fits(user: User, { salt, verifier }: SrpCredential, password: string): boolean {
    return createSrpCredential(this.#poolName, user.username, password, salt).verifier === verifier;
  }
}

function initialAttributes(settings: NewUser): Record<string, string> {
  const { mfa, attributes, confirmed = true } = settings;
  const email = settings.email ?? mfa?.email;
  const phone = settings.phone ?? mfa?.sms;
  return {
    ...(email && { email, email_verified: String(confirmed) }),
    ...(phone && { phone_number: phone, phone_number_verified: String(confirmed) }),
    ...attributes,
  };
}
