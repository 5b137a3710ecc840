import type { PreferredChallenge, SignInMethod } from '../../core/profile/sign-in-method';
import type { AuthAnswer, AuthApi } from '../user-pools-api/auth-api';

/** The methods that sign in by the user pools API. */
export type PoolMethod = Extract<SignInMethod, 'passwordSrp' | 'passwordPlain' | 'choice' | 'custom'>;

/** Proves the user's password by SRP. @param begin sends `SRP_A` */
export type ProvePassword = (
  password: string,
  begin: (publicValue: string) => Promise<AuthAnswer>,
) => Promise<AuthAnswer>;

interface Beginning {
  readonly method: PoolMethod;
  readonly username: string;
  readonly preferredChallenge: PreferredChallenge | null;
}

/**
 * Begins a sign-in.
 * Source: Cognito API, InitiateAuth, `AuthFlow` and `AuthParameters`.
 * @param password empty where the user has typed none
 */
export function beginSignIn(
  api: AuthApi,
  { method, username, preferredChallenge }: Beginning,
  password: string,
  prove: ProvePassword,
): Promise<AuthAnswer> {
  switch (method) {
    case 'passwordSrp':
      return prove(password, (SRP_A) => api.initiate('USER_SRP_AUTH', username, { SRP_A }));
    case 'passwordPlain':
      return api.initiate('USER_PASSWORD_AUTH', username, { PASSWORD: password });
    case 'choice':
      return beginChoice(api, username, preferredChallenge, password, prove);
    case 'custom':
      return beginCustom(api, username, password, prove);
  }
}

function beginChoice(
  api: AuthApi,
  username: string,
  preferred: PreferredChallenge | null,
  password: string,
  prove: ProvePassword,
): Promise<AuthAnswer> {
  const initiate = (parameters: Readonly<Record<string, string>>) =>
    api.initiate('USER_AUTH', username, parameters);
  const isPassword = preferred === 'PASSWORD' || preferred === 'PASSWORD_SRP';
  // A password that is preferred has to come along; without one the pool is let to ask.
  if (preferred === null || (isPassword && password === '')) return initiate({});
  const parameters = { PREFERRED_CHALLENGE: preferred };
  if (preferred === 'PASSWORD') return initiate({ ...parameters, PASSWORD: password });
  if (preferred === 'PASSWORD_SRP') return prove(password, (SRP_A) => initiate({ ...parameters, SRP_A }));
  return initiate(parameters);
}

// Source: developer guide, "Custom authentication challenge Lambda triggers": SRP first, where there is a password.
function beginCustom(
  api: AuthApi,
  username: string,
  password: string,
  prove: ProvePassword,
): Promise<AuthAnswer> {
  if (password === '') return api.initiate('CUSTOM_AUTH', username, {});
  return prove(password, (SRP_A) =>
    api.initiate('CUSTOM_AUTH', username, { CHALLENGE_NAME: 'SRP_A', SRP_A }),
  );
}
