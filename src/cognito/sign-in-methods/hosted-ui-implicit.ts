import { hostedUi } from './hosted-ui';
import type { SignInMethodHandler } from './sign-in-method-handler';

/** The pool's own pages, which put the tokens into the callback URL. Source: RFC 6749 section 4.2. */
export const hostedUiImplicit: SignInMethodHandler = { ...hostedUi, responseType: 'token' };
