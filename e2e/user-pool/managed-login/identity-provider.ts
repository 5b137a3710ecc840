/** Somebody who is signed in at an identity provider. */
export interface FederatedPerson {
  /** The provider's own id of the person. */
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

/** An identity provider that the user pool trusts, such as Google. */
export interface IdentityProvider {
  readonly name: string;
  readonly type: 'Google' | 'Facebook' | 'LoginWithAmazon' | 'SignInWithApple' | 'SAML' | 'OIDC';
  /** IdpIdentifiers: what idp_identifier may say instead of the name. */
  readonly identifiers: readonly string[];
  readonly people: readonly FederatedPerson[];
}
