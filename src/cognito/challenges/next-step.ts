import { AuthError } from '../../core/auth-error';
import { isNamedUser } from '../../core/session/same-user';
import type { AuthStep } from '../auth-step';
import type { SignInContext } from '../sign-in-context';
import { keepingBy } from '../tokens/token-set';
import { userPoolTokens } from '../tokens/user-pool-tokens';
import type { PoolAnswer } from '../user-pools-api/user-pools-api';
import { askedChallenge } from './asked-challenge';
import { handlerOf } from './challenges';
import { newDevice, tryToConfirm } from './devices';

/**
 * Goes on from an answer of the pool, as far as possible without the user.
 * @param answered the challenges that were answered automatically before: each is answered so once, because a pool that
 * asks again has not accepted the answer
 */
export async function nextStep(
  context: SignInContext,
  answer: PoolAnswer,
  answered: readonly string[] = [],
): Promise<AuthStep> {
  const challenge = askedChallenge(answer);
  if (!challenge) return tokenStepOf(context, answer);
  const { answerAutomatically, prepare } = handlerOf(challenge);
  if (answerAutomatically && !answered.includes(challenge.name)) {
    const nowMs = answer.serverTimeMs ?? answer.sentAtMs;
    const next = await answerAutomatically(context, challenge, nowMs);
    if (next) return nextStep(context, next, [...answered, challenge.name]);
  }
  return { kind: 'challenge', challenge: prepare ? await prepare(context, challenge) : challenge };
}

async function tokenStepOf(context: SignInContext, answer: PoolAnswer): Promise<AuthStep> {
  const keep = keepingBy(context.keepGrant, 'userPoolApi');
  const tokens = await userPoolTokens(context.verifier, answer, { keep });
  if (!isNamedUser(tokens, answer.namedUser)) throw new AuthError('otherUser');
  const named = newDevice(context.platform.crypto, answer.body.AuthenticationResult, tokens.username);
  const device = named && tokens.access ? await tryToConfirm(context, named, tokens.access.jwt) : null;
  return { kind: 'tokens', tokens, device };
}
