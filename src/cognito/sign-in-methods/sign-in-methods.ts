import type { SignInMethod } from '../../core/profile/sign-in-method';
import { choice } from './choice';
import { clientCredentials } from './client-credentials';
import { custom } from './custom';
import { hostedUi } from './hosted-ui';
import { hostedUiImplicit } from './hosted-ui-implicit';
import { justToken } from './just-token';
import { passwordPlain } from './password-plain';
import { passwordSrp } from './password-srp';
import { refreshToken } from './refresh-token';
import type { SignInMethodHandler } from './sign-in-method-handler';

/** The one place that decides what a sign-in method does. */
export const SIGN_IN_METHODS: Readonly<Record<SignInMethod, SignInMethodHandler>> = {
  passwordSrp,
  passwordPlain,
  hostedUi,
  hostedUiImplicit,
  choice,
  custom,
  clientCredentials,
  refreshToken,
  justToken,
};
