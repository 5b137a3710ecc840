import { tokenStep } from '../auth-step';
import type { SignInMethodHandler } from './sign-in-method-handler';

/** The app client itself, without a user. Source: RFC 6749 section 4.4. */
export const clientCredentials: SignInMethodHandler = {
  begin: async ({ hostedUi }) => tokenStep(await hostedUi.signInAsClient()),
};
