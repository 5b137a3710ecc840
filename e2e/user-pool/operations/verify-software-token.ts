import { CognitoError, invalidParameter, notAuthorized } from '../cognito-error';
import { continueMfaSetup, requireMfaSetup } from '../mfa-setup';
import { requiredMember } from '../request-members';
import { matchTotpStep } from '../totp';
import type { Operation } from './operation';

/** VerifySoftwareToken, in the middle of a sign-in: a right code makes the authenticator app a factor of the user. */
export const verifySoftwareToken: Operation = (state, input) => {
  const code = requiredMember(input, 'UserCode');
  if (!/^\d{6}$/.test(code)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'userCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9]+",
    );
  }
  const session = requireMfaSetup(state, input);
  const user = state.users.find(session.username);
  const { totpSecret } = session.kept;
  if (!user || !totpSecret) throw notAuthorized('Invalid session for the user.');
  const step = matchTotpStep(totpSecret, code, state.nowMs());
  if (step === undefined) {
    state.challengeSessions.countWrongCode(session);
    throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch');
  }
  user.mfa = { ...user.mfa, totp: totpSecret };
  user.lastTotpStep = step;
  return { Status: 'SUCCESS', Session: continueMfaSetup(state, session, { totpIsVerified: true }) };
};
