import type { SignInMethodHandler } from './sign-in-method-handler';

/** User name and password, which is sent. Source: Cognito API, InitiateAuth, USER_PASSWORD_AUTH. */
export const passwordPlain: SignInMethodHandler = {
  hasChallenges: true,
  begin: ({ api, profile }, password) =>
    api.initiate('USER_PASSWORD_AUTH', profile.username, { PASSWORD: password }),
};
