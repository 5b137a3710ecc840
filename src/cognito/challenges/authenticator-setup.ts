import { AuthError } from '../../core/auth-error';
import { type Challenge, parseNames } from '../../core/session/challenge';
import type { AuthAnswer, AuthApi } from '../user-pools-api/auth-api';

/** Whether the pool wants a second factor set up that we can set up: an authenticator app. */
export function asksForAuthenticator({ name, parameters }: Challenge): boolean {
  return name === 'MFA_SETUP' && parseNames(parameters.MFAS_CAN_SETUP).includes('SOFTWARE_TOKEN_MFA');
}

/**
 * Has the pool make up the secret of an authenticator app.
 * Source: Cognito API, AssociateSoftwareToken.
 * @returns the challenge with `SECRET_CODE`, and with the session that goes on from here
 */
export async function associateAuthenticator({ call }: AuthApi, challenge: Challenge): Promise<Challenge> {
  const { body } = await call('AssociateSoftwareToken', { Session: challenge.session });
  if (typeof body.SecretCode !== 'string') throw new AuthError('notCognito');
  const parameters = { ...challenge.parameters, SECRET_CODE: body.SecretCode };
  return { ...challenge, session: sessionOf(body.Session), parameters };
}

/**
 * Shows the pool a first code, and ends the challenge with that. After a wrong code the challenge still stands.
 * Source: Cognito API, VerifySoftwareToken; RespondToAuthChallenge, MFA_SETUP.
 */
export async function verifyAuthenticator(
  api: AuthApi,
  challenge: Challenge,
  code: string,
): Promise<AuthAnswer> {
  const verify = { Session: challenge.session, UserCode: code };
  const { body } = await api.call('VerifySoftwareToken', verify);
  if (body.Status !== 'SUCCESS') throw new AuthError('codeMismatch');
  return api.respond({ ...challenge, session: sessionOf(body.Session) }, {});
}

function sessionOf(session: unknown): string {
  if (typeof session !== 'string') throw new AuthError('notCognito');
  return session;
}
