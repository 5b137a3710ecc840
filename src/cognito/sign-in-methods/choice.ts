import { provePassword } from '../srp/srp-exchange';
import { withoutPassword } from '../without-password';
import type { SignInMethodHandler } from './sign-in-method-handler';

/** The user chooses among several ways. Source: Cognito API, InitiateAuth, USER_AUTH and `PREFERRED_CHALLENGE`. */
export const choice: SignInMethodHandler = {
  hasChallenges: true,
  begin: (context, password) => {
    const { username, preferredChallenge: preferred } = context.profile;
    const initiate = (parameters: Readonly<Record<string, string>>) =>
      context.api.initiate('USER_AUTH', username, parameters);
    const isPassword = preferred === 'PASSWORD' || preferred === 'PASSWORD_SRP';
    const begin = (parameters: Readonly<Record<string, string>>) =>
      initiate(parameters).catch(withoutPassword('signInRefused'));
    // A preferred password must be sent at once; without one the pool asks what to do.
    if (preferred === null || (isPassword && password === '')) return begin({});
    const parameters = { PREFERRED_CHALLENGE: preferred };
    if (preferred === 'PASSWORD') return initiate({ ...parameters, PASSWORD: password });
    if (preferred !== 'PASSWORD_SRP') return begin(parameters);
    return provePassword(context, password, (SRP_A) => initiate({ ...parameters, SRP_A }));
  },
};
