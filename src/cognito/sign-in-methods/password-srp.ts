import { provePassword } from '../srp/srp-exchange';
import type { SignInMethodHandler } from './sign-in-method-handler';

/** User name and password, which is proved and never sent. Source: Cognito API, InitiateAuth, USER_SRP_AUTH. */
export const passwordSrp: SignInMethodHandler = {
  hasChallenges: true,
  begin: (context, password) => {
    const { api, profile } = context;
    return provePassword(context, password, (SRP_A) =>
      api.initiate('USER_SRP_AUTH', profile.username, { SRP_A }),
    );
  },
};
