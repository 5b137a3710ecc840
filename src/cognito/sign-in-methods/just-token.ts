import { AuthError } from '../../core/auth-error';
import type { TokenUse } from '../../core/profile/profile';
import type { TokenSet } from '../../core/session/token';
import { tokenStep } from '../auth-step';
import type { SignInContext } from '../sign-in-context';
import type { SignInMethodHandler } from './sign-in-method-handler';

/** The other kind of token as the form names it (`optionAccessToken`, `optionIdToken`): both are names of the protocol. */
const NAME_OF_OTHER: Readonly<Record<TokenUse, string>> = { id: 'Access token', access: 'ID token' };

/** A JWT that the user has from elsewhere, which nothing renews. */
export const justToken: SignInMethodHandler = {
  begin: async (context, pasted) => tokenStep(await readPastedToken(context, pasted)),
};

/**
 * Checks a pasted token of the kind that the profile attaches. It is used until its `exp` by the local clock: no answer
 * of the pool shows the pool's.
 * @param pasted a JWT, perhaps with `Bearer` before it
 * @throws AuthError `tokenUseMismatch`, `tokenExpired`; as `TokenVerifier.verify`
 */
async function readPastedToken(
  { profile: { tokenUse }, platform, verifier }: SignInContext,
  pasted: string,
): Promise<TokenSet> {
  const jwt = pasted.trim().replace(/^bearer\s+/i, '');
  const expected = { tokenUse, nonce: null, serverTimeMs: null, accessToken: null };
  const { exp, iat, sub, username } = await verifier.verify(jwt, expected).catch((error: unknown) => {
    const isOtherUse = error instanceof AuthError && error.detail === `${tokenUse}: tokenUse`;
    throw isOtherUse ? new AuthError('tokenUseMismatch', NAME_OF_OTHER[tokenUse]) : error;
  });
  const leftMs = exp * 1000 - platform.wallNow();
  if (leftMs <= 0) throw new AuthError('tokenExpired');
  const token = { jwt, expiresAtMs: platform.now() + leftMs, lifetimeMs: (exp - iat) * 1000 };
  const pair = tokenUse === 'id' ? { id: token, access: null } : { id: null, access: token };
  return { ...pair, refreshToken: null, renewal: 'none', subject: sub, username };
}
