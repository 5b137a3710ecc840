/** How the first tokens are obtained. */
export const SIGN_IN_METHODS = [
  'passwordSrp',
  'passwordPlain',
  'hostedUi',
  'hostedUiImplicit',
  'choice',
  'custom',
  'clientCredentials',
  'refreshToken',
  'justToken',
] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** What the user types for one sign-in and nobody keeps. */
export const CREDENTIAL_FIELDS = ['password', 'refreshToken', 'jwt'] as const;
export type CredentialField = (typeof CREDENTIAL_FIELDS)[number];

/** The fields that only some methods have a use for. */
export const METHOD_FIELDS = [
  'username',
  'preferredChallenge',
  'totpSecret',
  'rememberDevice',
  'hostedUiDomain',
  'callbackUrl',
  'oauthScopes',
  'identityProvider',
  'prompt',
] as const;
export type MethodField = (typeof METHOD_FIELDS)[number];

interface MethodNeeds {
  readonly fields: readonly MethodField[];
  readonly credential: CredentialField | null;
  /** What of these has to be filled in. */
  readonly required: readonly (MethodField | CredentialField | 'clientSecret')[];
}

const USER: readonly MethodField[] = ['username', 'totpSecret', 'rememberDevice'];
const HOSTED_UI: MethodNeeds = {
  fields: ['hostedUiDomain', 'callbackUrl', 'oauthScopes', 'identityProvider', 'prompt', 'username'],
  credential: null,
  required: [],
};
const WITH_PASSWORD: MethodNeeds = {
  fields: USER,
  credential: 'password',
  required: ['username', 'password'],
};

const NEEDS: Readonly<Record<SignInMethod, MethodNeeds>> = {
  passwordSrp: WITH_PASSWORD,
  passwordPlain: WITH_PASSWORD,
  hostedUi: HOSTED_UI,
  hostedUiImplicit: HOSTED_UI,
  choice: { fields: [...USER, 'preferredChallenge'], credential: 'password', required: ['username'] },
  custom: { fields: USER, credential: 'password', required: ['username'] },
  clientCredentials: {
    fields: ['hostedUiDomain', 'oauthScopes'],
    credential: null,
    required: ['clientSecret'],
  },
  refreshToken: { fields: [], credential: 'refreshToken', required: ['refreshToken'] },
  justToken: { fields: [], credential: 'jwt', required: ['jwt'] },
};

/** Whether this method has a use for a field; the form hides the others and keeps what was typed into them. */
export function usesField(method: SignInMethod, field: MethodField | CredentialField): boolean {
  const { fields, credential } = NEEDS[method];
  return credential === field || fields.some((used) => used === field);
}

/** Whether a sign-in by this method needs something in the field. */
export function requiresField(
  method: SignInMethod,
  field: MethodField | CredentialField | 'clientSecret',
): boolean {
  return NEEDS[method].required.includes(field);
}

/** The credential that a method asks for; null where the user types none, or types it elsewhere. */
export function credentialOf(method: SignInMethod): CredentialField | null {
  return NEEDS[method].credential;
}

/** Whether the user signs in on the pool's own pages. */
export function isHostedUi(method: SignInMethod): boolean {
  return method === 'hostedUi' || method === 'hostedUiImplicit';
}

/** The challenge that a user of several ways asks for first. Source: Cognito API, `PREFERRED_CHALLENGE` of InitiateAuth. */
export const PREFERRED_CHALLENGES = [
  'PASSWORD_SRP',
  'PASSWORD',
  'EMAIL_OTP',
  'SMS_OTP',
  'WEB_AUTHN',
] as const;
export type PreferredChallenge = (typeof PREFERRED_CHALLENGES)[number];

/** What the hosted UI does with a user who is signed in to it already. Source: OpenID Connect Core, section 3.1.2.1. */
export const PROMPTS = ['login', 'consent', 'select_account'] as const;
export type Prompt = (typeof PROMPTS)[number];
