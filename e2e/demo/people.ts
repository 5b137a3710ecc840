import type { IdentityProvider } from '../user-pool/managed-login/identity-provider';
import type { NewUser } from '../user-pool/users';

/** Somebody who can sign in to the demo's user pool. */
export interface Person {
  readonly username: string;
  readonly password: string;
  /** What is special about this sign-in, for the start page. */
  readonly remark: string;
}

export const ALICE: Person = {
  username: 'alice',
  password: 'Corr3ct-horse!',
  remark: 'signs in with the password alone',
};
export const BOB: Person = {
  username: 'bob',
  password: 'Batt3ry-staple!',
  remark: 'is sent a code by text message, which you find in the terminal',
};
export const CAROL: Person = {
  username: 'carol',
  password: 'Temp0rary-pass!',
  remark: 'has a temporary password and must choose a new one',
};
export const DAVE: Person = {
  username: 'dave',
  password: 'Sadd1e-button!',
  remark: 'may also sign in by a one-time code, which you find in the terminal',
};

export const PEOPLE: readonly Person[] = [ALICE, BOB, CAROL, DAVE];

/** Signs in at an identity provider that the user pool trusts, and has no password in the pool. */
export const ADA = { userId: '1815', name: 'Ada', email: 'ada@example.com' };

export const GOOGLE: IdentityProvider = { name: 'Google', type: 'Google', identifiers: [], people: [ADA] };

/** The same people as the user pool takes them. */
export const POOL_USERS: readonly NewUser[] = [
  {
    username: ALICE.username,
    password: ALICE.password,
    email: 'alice@example.com',
    groups: ['developers'],
  },
  // A number that is set aside for fiction.
  { username: BOB.username, password: BOB.password, mfa: { sms: '+12025550143' } },
  { username: CAROL.username, password: CAROL.password, temporaryPassword: true },
  { username: DAVE.username, password: DAVE.password, email: 'dave@example.com' },
];
