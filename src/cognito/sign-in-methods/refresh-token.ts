import { tokenStep } from '../auth-step';
import { refreshUserPoolTokens } from '../tokens/user-pool-refresh';
import type { SignInMethodHandler } from './sign-in-method-handler';

/** A refresh token that the user has from elsewhere. */
export const refreshToken: SignInMethodHandler = {
  begin: async (context, pasted) =>
    tokenStep(await refreshUserPoolTokens(context, { refreshToken: pasted.trim(), keep: null }, null)),
};
