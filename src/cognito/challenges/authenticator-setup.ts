import { AuthError } from '../../core/auth-error';
import { EMAIL_ADDRESS, isEmailSetup, parseNames } from '../../core/session/challenge';
import type { ChallengeHandler } from './challenge-handler';
import { bareCode } from './codes';

/** The pool wants a second factor set up: an authenticator app where that will do, else codes by e-mail. */
export const authenticatorSetup: ChallengeHandler = {
  // Source: Cognito API, AssociateSoftwareToken. The pool makes up the secret, and the session goes on from here.
  prepare: async ({ api }, challenge) => {
    const isPossible = parseNames(challenge.parameters.MFAS_CAN_SETUP).includes('SOFTWARE_TOKEN_MFA');
    if (!isPossible) return challenge;
    const { body } = await api.call('AssociateSoftwareToken', { Session: challenge.session });
    if (typeof body.SecretCode !== 'string') throw new AuthError('notCognito');
    const parameters = { ...challenge.parameters, SECRET_CODE: body.SecretCode };
    return { ...challenge, session: sessionOf(body.Session), parameters };
  },
  // Source: Cognito API, VerifySoftwareToken; RespondToAuthChallenge, MFA_SETUP. A wrong code leaves the challenge open.
  answer: async ({ api }, challenge, answers) => {
    // Source: Cognito developer guide, "Multi-factor authentication", email message MFA: the address comes as EMAIL.
    if (isEmailSetup(challenge)) return api.respond(challenge, { EMAIL: answers[EMAIL_ADDRESS.id] ?? '' });
    const verify = { Session: challenge.session, UserCode: bareCode(answers) };
    const { body } = await api.call('VerifySoftwareToken', verify);
    if (body.Status !== 'SUCCESS') throw new AuthError('codeMismatch');
    return api.respond({ ...challenge, session: sessionOf(body.Session) }, {});
  },
};

function sessionOf(session: unknown): string {
  if (typeof session !== 'string') throw new AuthError('notCognito');
  return session;
}
