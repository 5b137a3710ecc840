import type { ApiHostProblem } from './api-host';
import type { HostedUiProblem } from './hosted-ui';
import type { ProfileField } from './profile-form';
import type { CredentialField } from './sign-in-method';
import type { HeaderProblem } from './token-header';
import type { TotpSecretProblem } from './totp-secret';
import type { UserPoolIdProblem } from './user-pool-id';

/** What may be wrong with a field of the sign-in form. Each has one sentence in the message catalogue. */
export type FieldProblemCode =
  | UserPoolIdProblem
  | ApiHostProblem
  | HeaderProblem
  | HostedUiProblem
  | TotpSecretProblem
  | 'clientIdEmpty'
  | 'clientIdMalformed'
  | 'clientSecretEmpty'
  | 'usernameEmpty'
  | 'passwordEmpty'
  | 'refreshTokenEmpty'
  | 'jwtEmpty'
  | 'tooManyHosts'
  | 'endpointMalformed'
  | 'endpointHttpNotLoopback';

/** What is wrong with one field, and with which line of it. */
export interface FieldProblem {
  readonly field: ProfileField | CredentialField;
  readonly code: FieldProblemCode;
  /** The offending line or value, to be quoted back; never a secret. */
  readonly quoted: string;
}
