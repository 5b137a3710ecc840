import { askChallenge } from './ask-challenge';
import type { ChallengeAnswer } from './challenge-sessions';
import { incorrectUsernameOrPassword, invalidParameter } from './cognito-error';
import type { CustomChallenge } from './pool-settings';
import type { PoolState } from './pool-state';
import { type JsonObject, requiredParameter } from './request-members';
import { finishSignIn } from './sign-in';
import type { SignInAttempt } from './sign-in-attempt';

// What the example of the Define Auth Challenge trigger does ("Custom authentication challenge Lambda triggers").
const MOST_WRONG_ANSWERS = 3;

/** The questions of CUSTOM_AUTH; throws what Cognito says of a pool that has no triggers. */
export function requireCustomChallenges(state: PoolState): readonly CustomChallenge[] {
  const { customChallenges } = state.settings;
  if (customChallenges) return customChallenges;
  throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
}

/** Asks the first question of a custom flow. */
export function startCustomChallenges(state: PoolState, attempt: SignInAttempt): JsonObject {
  return askCustomChallenge(state, attempt, { step: 0, wrongAnswers: 0 });
}

/** CUSTOM_CHALLENGE: a wrong answer asks the same question again, with a new Session; the third one ends the sign-in. */
export function answerCustomChallenge(state: PoolState, answer: ChallengeAnswer): JsonObject {
  const { step = 0, wrongAnswers = 0 } = answer.session.kept.custom ?? {};
  const given = requiredParameter(answer.responses, 'ANSWER');
  if (given === requireCustomChallenges(state)[step]?.answer) {
    return askCustomChallenge(state, answer, { step: step + 1, wrongAnswers });
  }
  if (wrongAnswers + 1 < MOST_WRONG_ANSWERS) {
    return askCustomChallenge(state, answer, { step, wrongAnswers: wrongAnswers + 1 });
  }
  answer.session.used = true;
  throw incorrectUsernameOrPassword();
}

function askCustomChallenge(
  state: PoolState,
  attempt: SignInAttempt,
  custom: { step: number; wrongAnswers: number },
): JsonObject {
  const question = requireCustomChallenges(state)[custom.step];
  if (!question) return finishSignIn(state, attempt);
  const parameters = { ...question.publicParameters, USERNAME: attempt.user.username };
  return askChallenge(state, attempt, { name: 'CUSTOM_CHALLENGE', parameters, kept: { custom } });
}
