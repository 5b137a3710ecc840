import type { ChallengeAnswer } from './challenge-sessions';
import { invalidParameter, notAuthorized } from './cognito-error';
import type { PoolState } from './pool-state';
import { type JsonObject, requiredParameter } from './request-members';
import { continueWithMfa, missingAttributes } from './sign-in';
import { refuseUnusablePassword } from './usable-password';
import type { User } from './users';

const ATTRIBUTE_PREFIX = 'userAttributes.';

/** NEW_PASSWORD_REQUIRED: sets the first password of one's own, together with the attributes that the pool requires. */
export function answerNewPassword(state: PoolState, answer: ChallengeAnswer): JsonObject {
  const { user, responses } = answer;
  const password = requiredParameter(responses, 'NEW_PASSWORD');
  refuseUnusablePassword(state, user, password);
  const attributes = givenAttributes(responses);
  refuseMissingAttributes(user, attributes);
  refuseChangedAttributes(user, attributes);
  Object.assign(user.attributes, attributes);
  state.users.setPassword(user, password);
  return continueWithMfa(state, answer);
}

function givenAttributes(responses: Record<string, string>): Record<string, string> {
  const given = Object.entries(responses).filter(([name]) => name.startsWith(ATTRIBUTE_PREFIX));
  return Object.fromEntries(given.map(([name, value]) => [name.slice(ATTRIBUTE_PREFIX.length), value]));
}

function refuseMissingAttributes(user: User, attributes: Record<string, string>): void {
  const missing = missingAttributes(user).find((name) => !attributes[name]);
  if (missing) throw invalidParameter(`Invalid attributes given, ${missing} is missing`);
}

// RespondToAuthChallenge, API reference: an attribute that is required and has a value cannot be changed here.
function refuseChangedAttributes(user: User, attributes: Record<string, string>): void {
  const changed = user.requiredAttributes.find((name) => user.attributes[name] && attributes[name]);
  if (changed) throw notAuthorized(`Cannot modify an already provided ${changed}`);
}
