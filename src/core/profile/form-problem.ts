import type { FieldProblemCode } from './field-problem-code';
import type { ProfileField } from './profile-form';
import type { CredentialField } from './sign-in-method';

/** The fields in which a passphrase is chosen. */
export type PassphraseField = 'newPassphrase' | 'repeatPassphrase';

/** What is wrong with one field, and with which line of it. */
export interface FieldProblem {
  readonly field: ProfileField | CredentialField | PassphraseField;
  readonly code: FieldProblemCode;
  /** The offending line or value, to be quoted back; never a secret. */
  readonly quoted: string;
}
