import { AuthError } from '../core/auth-error';
import type { Renewal, TokenSet } from '../core/session/token';
import type { KeepRefreshToken } from './auth-step';
import type { SignInContext } from './sign-in-context';
import type { SentRefreshToken } from './tokens/token-set';
import { refreshUserPoolTokens } from './tokens/user-pool-refresh';

/** What is known of tokens that are to be renewed or given back. */
export type Renewable = Pick<TokenSet, 'refreshToken' | 'renewal' | 'username'>;

interface RenewalHandler {
  readonly renew: (context: SignInContext, renewable: Renewable, keep: KeepRefreshToken) => Promise<TokenSet>;
  /** Absent where there is no refresh token to revoke. */
  readonly revoke?: (context: SignInContext, refreshToken: string) => Promise<void>;
}

/** The one place that decides how tokens are renewed and given back. */
export const RENEWALS: Readonly<Record<Renewal, RenewalHandler>> = {
  userPoolApi: {
    renew: (context, renewable, keep) =>
      refreshUserPoolTokens(context, sentBy(renewable, keep), deviceKeyOf(context, renewable)),
    revoke: async ({ api }, refreshToken) => {
      await api.callAsClient('RevokeToken', { Token: refreshToken });
    },
  },
  tokenEndpoint: {
    renew: ({ hostedUi }, renewable, keep) => hostedUi.refresh(sentBy(renewable, keep)),
    revoke: ({ hostedUi }, refreshToken) => hostedUi.revoke(refreshToken),
  },
  silentSignIn: { renew: ({ hostedUi }) => hostedUi.signInSilently() },
  clientCredentials: { renew: ({ hostedUi }) => hostedUi.signInAsClient() },
  none: { renew: () => Promise.reject(new AuthError('refreshTokenMissing')) },
};

function sentBy({ refreshToken }: Renewable, keep: KeepRefreshToken): SentRefreshToken {
  if (refreshToken === null) throw new AuthError('refreshTokenMissing');
  return { refreshToken, keep };
}

// A refresh token that was given to a device works only with its key (Cognito API, GetTokensFromRefreshToken).
function deviceKeyOf({ secrets: { device } }: SignInContext, { username }: Renewable): string | null {
  return device?.username === username ? device.key : null;
}
