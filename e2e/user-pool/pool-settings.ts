/** SignInPolicy.AllowedFirstAuthFactors; PASSWORD stands for both ways to send one. */
export type FirstFactorName = 'PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN';

/** The challenges of multi-factor authentication. EMAIL_OTP is a first factor as well. */
export type SecondFactorName = 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';

/** One question of a custom flow, as the Create and Verify Auth Challenge triggers would define it. */
export interface CustomChallenge {
  /** What the app is shown, as ChallengeParameters. */
  publicParameters: Readonly<Record<string, string>>;
  answer: string;
}

/** WebAuthnConfigurationType of the Cognito API, and the web origins that may use its passkeys. */
export interface RelyingParty {
  id: string;
  origins: readonly string[];
  /** By default `preferred`. */
  userVerification?: 'required' | 'preferred';
}

/** How an app client shows its secret (RFC 6749 section 2.3.1), by the names of RFC 7591 section 2. */
export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post';

/** The settings of a user pool that an administrator may change at any time. */
export interface PoolSettings {
  /** SignInPolicy.AllowedFirstAuthFactors. A user is offered those of them that the user has. */
  firstFactors: readonly FirstFactorName[];
  /** Not empty: every user needs a second factor, and one who has none must set up one of these. */
  mfaToSetUp: readonly SecondFactorName[];
  /** DeviceConfiguration: whether devices are tracked, and whether the user is asked before one is remembered. */
  devices: 'off' | 'always' | 'optIn';
  relyingParty: RelyingParty | undefined;
  /** The questions of CUSTOM_AUTH, one after the other; undefined for a pool without the Lambda triggers. */
  customChallenges: readonly CustomChallenge[] | undefined;
  /** How many former passwords may not be used again (PasswordHistorySize). */
  passwordHistorySize: number;
  /** What discovery lists for the token endpoint; no other way is taken there. */
  clientAuthMethods: readonly ClientAuthMethod[];
  /** What is taken where tokens are revoked, which discovery does not list; undefined: the same as for tokens. */
  revocationAuthMethods: readonly ClientAuthMethod[] | undefined;
}

export const DEFAULT_POOL_SETTINGS: PoolSettings = {
  firstFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN'],
  mfaToSetUp: [],
  devices: 'off',
  relyingParty: undefined,
  customChallenges: undefined,
  passwordHistorySize: 0,
  clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
  revocationAuthMethods: undefined,
};
