import type { ApiHostProblem } from './api-host';
import type { ClientIdProblem } from './client-id';
import type { EndpointProblem } from './custom-endpoint';
import type { HostedUiProblem } from './hosted-ui';
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
  | ClientIdProblem
  | 'clientSecretEmpty'
  | 'usernameEmpty'
  | 'usernameMalformed'
  | 'passwordEmpty'
  | 'newPassphraseEmpty'
  | 'newPassphraseShort'
  | 'repeatPassphraseDiffers'
  | 'refreshTokenEmpty'
  | 'jwtEmpty'
  | 'tooManyHosts'
  | 'hostPublicSuffix'
  | EndpointProblem;
