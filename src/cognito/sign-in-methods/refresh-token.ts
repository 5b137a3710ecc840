import { tokenStep } from '../auth-step';
import { keepingBy } from '../tokens/token-set';
import { refreshUserPoolTokens } from '../tokens/user-pool-refresh';
import type { SignInMethodHandler } from './sign-in-method-handler';

/** A refresh token that the user has from elsewhere. */
export const refreshToken: SignInMethodHandler = {
  begin: async (context, pasted) => {
    // One that comes in its place is nobody's but ours; the pasted one may be in use elsewhere, too.
    const sent = { refreshToken: pasted.trim(), keep: keepingBy(context.keepGrant, 'userPoolApi') };
    return tokenStep(await refreshUserPoolTokens(context, sent, null));
  },
};
