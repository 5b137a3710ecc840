import { randomBytes } from 'node:crypto';
import { askChallenge } from './ask-challenge';
import type { ChallengeAnswer } from './challenge-sessions';
import { CognitoError, notAuthorized } from './cognito-error';
import type { RelyingParty } from './pool-settings';
import type { PoolState } from './pool-state';
import { type JsonObject, requiredParameter } from './request-members';
import { finishSignIn } from './sign-in';
import type { SignInAttempt } from './sign-in-attempt';
import type { User } from './users';
import { parseAssertion, verifyAssertion } from './web-authn-assertion';

const CEREMONY_TIMEOUT_MS = 180_000;

/** WEB_AUTHN: hands out what the browser's `navigator.credentials.get` needs. */
export function askWebAuthn(state: PoolState, attempt: SignInAttempt): JsonObject {
  return askChallenge(state, attempt, { name: 'WEB_AUTHN', ...webAuthnQuestion(state, attempt.user) });
}

/** A new WebAuthn challenge for the passkeys of the user: what to ask, and what to keep of it. */
export function webAuthnQuestion(state: PoolState, user: User) {
  const { id, userVerification = 'preferred' } = requireRelyingParty(state);
  const webAuthnChallenge = randomBytes(32).toString('base64url');
  // PublicKeyCredentialRequestOptionsJSON, WebAuthn level 3 section 5.1.9.
  const options = {
    challenge: webAuthnChallenge,
    timeout: CEREMONY_TIMEOUT_MS,
    rpId: id,
    allowCredentials: user.passkeys.map(({ credentialId }) => ({
      type: 'public-key',
      id: credentialId,
    })),
    userVerification,
  };
  const parameters = { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) };
  return { parameters, kept: { webAuthnChallenge } };
}

/** WEB_AUTHN: checks the assertion that the browser made, as WebAuthn level 3 section 7.2 tells a relying party to. */
export function answerWebAuthn(state: PoolState, answer: ChallengeAnswer): JsonObject {
  const { user, session, responses } = answer;
  const relyingParty = requireRelyingParty(state);
  const assertion = parseAssertion(requiredParameter(responses, 'CREDENTIAL'));
  const passkey = user.passkeys.find(({ credentialId }) => credentialId === assertion.credentialId);
  const isForeign = assertion.userHandle !== undefined && assertion.userHandle !== user.sub;
  // The assertion is over a challenge: whether it is accepted or not, that one is spent (section 13.4.3).
  session.used = true;
  if (!passkey || isForeign) throw notAuthorized('Incorrect username or password.');
  const { webAuthnChallenge: challenge } = session.kept;
  passkey.signCount = verifyAssertion(assertion, { challenge, relyingParty, passkey });
  return finishSignIn(state, answer);
}

function requireRelyingParty(state: PoolState): RelyingParty {
  const { relyingParty } = state.settings;
  if (relyingParty) return relyingParty;
  throw new CognitoError(
    'WebAuthnConfigurationMissingException',
    'The user pool has no relying party configured for passkeys.',
  );
}
