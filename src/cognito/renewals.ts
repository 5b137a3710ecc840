import { AuthError } from '../core/auth-error';
import type { Renewal, TokenSet } from '../core/session/token';
import type { KeepRefreshToken } from './auth-step';
import { confirmDevice, confirmedKey, isForgotten } from './challenges/devices';
import type { SignInContext } from './sign-in-context';
import type { SentRefreshToken } from './tokens/token-set';
import { refreshUserPoolTokens } from './tokens/user-pool-refresh';

/** What is known of tokens that are to be renewed or given back. */
export type Renewable = Pick<TokenSet, 'refreshToken' | 'renewal' | 'username' | 'access'>;

interface RenewalHandler {
  readonly renew: (context: SignInContext, renewable: Renewable, keep: KeepRefreshToken) => Promise<TokenSet>;
  /** Absent where there is no refresh token to revoke. */
  readonly revoke?: (context: SignInContext, refreshToken: string) => Promise<void>;
}

/** The one place that decides how tokens are renewed and given back. */
export const RENEWALS: Readonly<Record<Renewal, RenewalHandler>> = {
  userPoolApi: {
    renew: (context, renewable, keep) => refreshFromDevice(context, sentBy(renewable, keep), renewable),
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
async function refreshFromDevice(
  context: SignInContext,
  sent: SentRefreshToken,
  renewable: Renewable,
): Promise<TokenSet> {
  const deviceKey = await knownDeviceKey(context, renewable);
  return refreshUserPoolTokens(context, sent, deviceKey).catch(async (error: unknown) => {
    if (deviceKey === null || !isForgotten(error)) throw error;
    await context.keepDevice(deviceKey, null);
    return refreshUserPoolTokens(context, sent, null);
  });
}

// The one call that tells the pool of a device may have been lost at the sign-in.
async function knownDeviceKey(
  context: SignInContext,
  { username, access }: Renewable,
): Promise<string | null> {
  const { device } = context.secrets;
  if (device?.username !== username) return null;
  if (device.isConfirmed || !access) return confirmedKey(device);
  const confirmed = await confirmDevice(context, device, access.jwt);
  await context.keepDevice(device.key, confirmed);
  return confirmedKey(confirmed);
}
