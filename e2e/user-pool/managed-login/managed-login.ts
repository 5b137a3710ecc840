import { AuthorizationCodes } from './authorization-codes';
import type { IdentityProvider } from './identity-provider';
import { LoginSessions } from './login-sessions';
import { Tampering } from './tampering';

/** What the pool's domain knows besides the pool itself. */
export interface ManagedLogin {
  /** Where discovery says that the OAuth endpoints are; undefined: at the address the document was asked for. */
  readonly domain: string | undefined;
  readonly codes: AuthorizationCodes;
  readonly loginSessions: LoginSessions;
  readonly identityProviders: IdentityProvider[];
  readonly tampering: Tampering;
}

export function createManagedLogin(domain: string | undefined): ManagedLogin {
  return {
    domain,
    codes: new AuthorizationCodes(),
    loginSessions: new LoginSessions(),
    identityProviders: [],
    tampering: new Tampering(),
  };
}
