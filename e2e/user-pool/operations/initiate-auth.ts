import { findUserUnlessHidden } from '../account-codes';
import type { AppClient } from '../app-clients';
import { incorrectUsernameOrPassword, invalidParameter } from '../cognito-error';
import { requireCustomChallenges, startCustomChallenges } from '../custom-challenges';
import { startFirstFactor, startForUnknownUser } from '../first-factors';
import type { PoolState } from '../pool-state';
import { requireRefreshToken } from '../refresh-tokens';
import {
  type JsonObject,
  optionalString,
  requiredMember,
  requiredParameter,
  stringMap,
} from '../request-members';
import { verifySecretHash } from '../secret-hash';
import { continueAfterPassword, continueWithMfa, refuseByUserStatus, verifyPassword } from '../sign-in';
import { signInAttempt } from '../sign-in-attempt';
import { startSrpAttempt } from '../srp-challenge';
import { accessAndIdToken } from '../tokens';
import type { Operation } from './operation';

type Parameters = Record<string, string>;
type AuthFlow = (state: PoolState, client: AppClient, parameters: Parameters, session?: string) => JsonObject;

const AUTH_FLOWS: Record<string, AuthFlow> = {
  USER_SRP_AUTH: signInBySrp,
  USER_PASSWORD_AUTH: signInByPassword,
  USER_AUTH: signInByChoice,
  CUSTOM_AUTH: signInByCustomFlow,
  REFRESH_TOKEN_AUTH: refresh,
  REFRESH_TOKEN: refresh,
};

/** InitiateAuth: begins a sign-in, or refreshes the tokens of one. */
export const initiateAuth: Operation = (state, input) => {
  const client = state.clients.get(requiredMember(input, 'ClientId'));
  const flowName = requiredMember(input, 'AuthFlow');
  const flow = AUTH_FLOWS[flowName];
  if (!flow) throw invalidParameter('Initiate Auth method not supported.');
  refuseFlowNotEnabled(client, flowName);
  return flow(state, client, stringMap(input, 'AuthParameters'), optionalString(input, 'Session'));
};

function refuseFlowNotEnabled(client: AppClient, flowName: string): void {
  const isRefresh = flowName.startsWith('REFRESH_TOKEN');
  const setting = isRefresh ? 'ALLOW_REFRESH_TOKEN_AUTH' : `ALLOW_${flowName}`;
  // A rotating client has to use GetTokensFromRefreshToken, whatever its auth flows say.
  const isEnabled = client.authFlows.includes(setting) && !(isRefresh && client.rotation);
  if (isEnabled) return;
  if (flowName === 'USER_SRP_AUTH') throw invalidParameter('USER_SRP_AUTH is not enabled for the client.');
  throw invalidParameter(`${flowName} flow not enabled for this client`);
}

function signInBySrp(state: PoolState, client: AppClient, parameters: Parameters): JsonObject {
  const username = readUsername(client, parameters);
  const publicA = requiredParameter(parameters, 'SRP_A');
  const user = findUserUnlessHidden(state, client, username);
  return startSrpAttempt(state, client, { username, user, publicA });
}

function signInByPassword(state: PoolState, client: AppClient, parameters: Parameters): JsonObject {
  const username = readUsername(client, parameters);
  const password = requiredParameter(parameters, 'PASSWORD');
  const user = findUserUnlessHidden(state, client, username);
  if (!user) throw incorrectUsernameOrPassword();
  verifyPassword(state, user, () => state.users.passwordIsRight(user, password));
  return continueAfterPassword(state, signInAttempt(client, user, parameters));
}

function signInByChoice(
  state: PoolState,
  client: AppClient,
  parameters: Parameters,
  sessionId?: string,
): JsonObject {
  const username = readUsername(client, parameters);
  const user = findUserUnlessHidden(state, client, username);
  if (!user) return startForUnknownUser(state, client, parameters);
  refuseByUserStatus(user);
  const attempt = signInAttempt(client, user, parameters);
  if (!sessionId) return startFirstFactor(state, attempt, parameters);
  // The Session of ConfirmSignUp: its code was a first factor.
  const question = { challengeName: 'USER_AUTH', username: user.username, clientId: client.clientId };
  state.challengeSessions.get(sessionId, question, state.nowMs()).used = true;
  return continueWithMfa(state, attempt);
}

function signInByCustomFlow(state: PoolState, client: AppClient, parameters: Parameters): JsonObject {
  requireCustomChallenges(state);
  const username = readUsername(client, parameters);
  const user = findUserUnlessHidden(state, client, username);
  if (parameters.CHALLENGE_NAME === 'SRP_A') {
    const publicA = requiredParameter(parameters, 'SRP_A');
    return startSrpAttempt(state, client, { username, user, publicA, purpose: 'passwordBeforeCustom' });
  }
  if (!user) throw incorrectUsernameOrPassword();
  refuseByUserStatus(user);
  return startCustomChallenges(state, signInAttempt(client, user, parameters));
}

function refresh(state: PoolState, client: AppClient, parameters: Parameters): JsonObject {
  const token = requiredParameter(parameters, 'REFRESH_TOKEN');
  const { issued, user } = requireRefreshToken(state, client, token, parameters.DEVICE_KEY);
  verifySecretHash(client, [user.username, user.sub], parameters.SECRET_HASH);
  const AuthenticationResult = accessAndIdToken(state, client, user, issued.family);
  return { ChallengeParameters: {}, AuthenticationResult };
}

function readUsername(client: AppClient, parameters: Parameters): string {
  const username = requiredParameter(parameters, 'USERNAME');
  verifySecretHash(client, [username], parameters.SECRET_HASH);
  return username;
}
