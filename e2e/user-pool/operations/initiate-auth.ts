import type { AppClient } from '../app-clients';
import { CognitoError, incorrectUsernameOrPassword, invalidParameter } from '../cognito-error';
import type { PoolState } from '../pool-state';
import { requireRefreshToken } from '../refresh-tokens';
import { type JsonObject, requiredMember, requiredParameter, stringMap } from '../request-members';
import { verifySecretHash } from '../secret-hash';
import { continueAfterPassword, verifyPassword } from '../sign-in';
import { startSrpAttempt } from '../srp-challenge';
import { accessAndIdToken } from '../tokens';
import type { User } from '../users';
import type { Operation } from './operation';

type Parameters = Record<string, string>;
type AuthFlow = (state: PoolState, client: AppClient, parameters: Parameters) => JsonObject;

const AUTH_FLOWS: Record<string, AuthFlow> = {
  USER_SRP_AUTH: signInBySrp,
  USER_PASSWORD_AUTH: signInByPassword,
  CUSTOM_AUTH: refuseCustomAuth,
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
  return flow(state, client, stringMap(input, 'AuthParameters'));
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
  const username = requiredParameter(parameters, 'USERNAME');
  const publicA = requiredParameter(parameters, 'SRP_A');
  verifySecretHash(client, [username], parameters.SECRET_HASH);
  const user = findUserUnlessHidden(state, client, username);
  return startSrpAttempt(state, client, { username, user, publicA });
}

function signInByPassword(state: PoolState, client: AppClient, parameters: Parameters): JsonObject {
  const username = requiredParameter(parameters, 'USERNAME');
  const password = requiredParameter(parameters, 'PASSWORD');
  verifySecretHash(client, [username], parameters.SECRET_HASH);
  const user = findUserUnlessHidden(state, client, username);
  if (!user) throw incorrectUsernameOrPassword();
  verifyPassword(state, user, () => state.users.passwordIsRight(user, password));
  return continueAfterPassword(state, client, user);
}

function refuseCustomAuth(): never {
  throw invalidParameter('Custom auth lambda trigger is not configured for the user pool.');
}

function refresh(state: PoolState, client: AppClient, parameters: Parameters): JsonObject {
  const token = requiredParameter(parameters, 'REFRESH_TOKEN');
  const { issued, user } = requireRefreshToken(state, client, token);
  verifySecretHash(client, [user.username, user.sub], parameters.SECRET_HASH);
  const AuthenticationResult = accessAndIdToken(state, client, user, issued.family);
  return { ChallengeParameters: {}, AuthenticationResult };
}

// "Managing user existence error responses", Cognito developer guide.
function findUserUnlessHidden(state: PoolState, client: AppClient, username: string): User | undefined {
  const user = state.users.find(username);
  if (user || client.preventUserExistenceErrors) return user;
  throw new CognitoError('UserNotFoundException', 'User does not exist.');
}
