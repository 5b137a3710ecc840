import { provePassword } from '../srp/srp-exchange';
import { withoutPassword } from '../without-password';
import type { SignInMethodHandler } from './sign-in-method-handler';

/**
 * Questions that the pool's own code asks, after SRP where there is a password.
 * Source: Cognito developer guide, "Custom authentication challenge Lambda triggers".
 */
export const custom: SignInMethodHandler = {
  hasChallenges: true,
  begin: (context, password) => {
    const { api, profile } = context;
    if (password === '') {
      return api.initiate('CUSTOM_AUTH', profile.username, {}).catch(withoutPassword('signInRefused'));
    }
    return provePassword(context, password, (SRP_A) =>
      api.initiate('CUSTOM_AUTH', profile.username, { CHALLENGE_NAME: 'SRP_A', SRP_A }),
    );
  },
};
