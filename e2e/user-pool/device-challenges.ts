import type { AppClient } from './app-clients';
import type { ChallengeAnswer } from './challenge-sessions';
import { incorrectUsernameOrPassword } from './cognito-error';
import { requireKnownDevice } from './device';
import type { PoolState } from './pool-state';
import { type JsonObject, requiredParameter } from './request-members';
import { finishSignIn } from './sign-in';
import { signInAttempt } from './sign-in-attempt';
import { openSrpAttempt, srpParameters, takeSrpProof } from './srp-exchange';

/** DEVICE_SRP_AUTH: brings SRP_A of the device and leads to DEVICE_PASSWORD_VERIFIER. */
export function answerDeviceSrpAuth(state: PoolState, answer: ChallengeAnswer): JsonObject {
  const { client, user, responses } = answer;
  const { username } = user;
  const publicA = requiredParameter(responses, 'SRP_A');
  const deviceKey = requiredParameter(responses, 'DEVICE_KEY');
  const { credential, groupKey: groupName, isRemembered } = requireKnownDevice(user, deviceKey);
  if (!credential || !isRemembered) throw incorrectUsernameOrPassword();
  const claim = { purpose: 'device', username, groupName, userIdForSrp: deviceKey, credential } as const;
  const attempt = openSrpAttempt(state, client, claim, publicA);
  const parameters = { ...srpParameters(attempt), DEVICE_KEY: deviceKey, USERNAME: username };
  return { ChallengeName: 'DEVICE_PASSWORD_VERIFIER', ChallengeParameters: parameters };
}

/** DEVICE_PASSWORD_VERIFIER: the proof that the device knows its own password. */
export function answerDevicePasswordVerifier(
  state: PoolState,
  client: AppClient,
  responses: Record<string, string>,
): JsonObject {
  const user = state.users.find(requiredParameter(responses, 'USERNAME'));
  const deviceKey = requiredParameter(responses, 'DEVICE_KEY');
  const { attempt, proofIsRight } = takeSrpProof(state, client, responses);
  const isSameDevice = attempt.purpose === 'device' && attempt.userIdForSrp === deviceKey;
  if (!user?.enabled || user.username !== attempt.username || !isSameDevice || !proofIsRight()) {
    throw incorrectUsernameOrPassword();
  }
  return finishSignIn(state, signInAttempt(client, user, responses));
}
