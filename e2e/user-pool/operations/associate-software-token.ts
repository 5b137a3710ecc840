import { randomBytes } from 'node:crypto';
import { CognitoError } from '../cognito-error';
import { continueMfaSetup, requireMfaSetup } from '../mfa-setup';
import { encodeBase32 } from '../totp';
import type { Operation } from './operation';

const SECRET_BYTES = 20;

/** AssociateSoftwareToken, in the middle of a sign-in: makes up the secret of an authenticator app. */
export const associateSoftwareToken: Operation = (state, input) => {
  const session = requireMfaSetup(state, input);
  if (!state.settings.mfaToSetUp.includes('SOFTWARE_TOKEN_MFA')) {
    throw new CognitoError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool',
    );
  }
  // RFC 4226 section 4, sixth requirement: 160 bits are recommended.
  const totpSecret = encodeBase32(randomBytes(SECRET_BYTES));
  return { SecretCode: totpSecret, Session: continueMfaSetup(state, session, { totpSecret }) };
};
