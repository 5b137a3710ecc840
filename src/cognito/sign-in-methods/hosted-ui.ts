import type { SignInMethodHandler } from './sign-in-method-handler';

/** The pool's own pages, by an authorization code with PKCE. Source: RFC 6749 section 4.1, RFC 7636. */
export const hostedUi: SignInMethodHandler = {
  begin: (context) => context.hostedUi.signIn(),
};
