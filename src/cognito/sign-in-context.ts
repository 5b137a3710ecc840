import type { Profile } from '../core/profile/profile';
import type { ProfileSecrets } from '../core/session/credentials';
import type { AppClient } from './app-client';
import type { AuthStep, Keeping } from './auth-step';
import type { HostedUiClient } from './hosted-ui/hosted-ui-client';
import type { Platform } from './platform';
import type { TokenVerifier } from './tokens/token-verifier';
import type { PoolAnswer, UserPoolsApi } from './user-pools-api/user-pools-api';

/** The secrets of a profile that a sign-in or a renewal may need. */
export type SignInSecrets = Pick<ProfileSecrets, 'clientSecret' | 'totpSecret' | 'device'>;

/** All that the methods, the challenges and the renewals of one profile work with. */
export interface SignInContext extends Keeping {
  readonly profile: Profile;
  readonly secrets: SignInSecrets;
  readonly platform: Platform;
  readonly appClient: AppClient;
  readonly api: UserPoolsApi;
  readonly hostedUi: HostedUiClient;
  readonly verifier: TokenVerifier;
  /** Begins a new sign-in, by the profile's method. */
  readonly signIn: (credential: string) => Promise<AuthStep>;
}

/** How far a sign-in has come: to a step, or to an answer of the pool that leads to the next one. */
export type Progress = PoolAnswer | AuthStep;
