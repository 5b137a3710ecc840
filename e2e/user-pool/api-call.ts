import type { IncomingHttpHeaders } from 'node:http';
import { CognitoError } from './cognito-error';
import { associateSoftwareToken } from './operations/associate-software-token';
import { confirmDevice } from './operations/confirm-device';
import { confirmForgotPassword } from './operations/confirm-forgot-password';
import { confirmSignUp } from './operations/confirm-sign-up';
import { forgetDevice } from './operations/forget-device';
import { forgotPassword } from './operations/forgot-password';
import { getTokensFromRefreshToken } from './operations/get-tokens-from-refresh-token';
import { getUser } from './operations/get-user';
import { globalSignOut } from './operations/global-sign-out';
import { initiateAuth } from './operations/initiate-auth';
import type { Operation } from './operations/operation';
import { resendConfirmationCode } from './operations/resend-confirmation-code';
import { respondToAuthChallenge } from './operations/respond-to-auth-challenge';
import { revokeToken } from './operations/revoke-token';
import { updateDeviceStatus } from './operations/update-device-status';
import { verifySoftwareToken } from './operations/verify-software-token';
import type { PoolState } from './pool-state';
import { isJsonObject, type JsonObject } from './request-members';

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['InitiateAuth', initiateAuth],
  ['RespondToAuthChallenge', respondToAuthChallenge],
  ['GetTokensFromRefreshToken', getTokensFromRefreshToken],
  ['RevokeToken', revokeToken],
  ['GlobalSignOut', globalSignOut],
  ['GetUser', getUser],
  ['AssociateSoftwareToken', associateSoftwareToken],
  ['VerifySoftwareToken', verifySoftwareToken],
  ['ConfirmDevice', confirmDevice],
  ['UpdateDeviceStatus', updateDeviceStatus],
  ['ForgetDevice', forgetDevice],
  ['ConfirmSignUp', confirmSignUp],
  ['ResendConfirmationCode', resendConfirmationCode],
  ['ForgotPassword', forgotPassword],
  ['ConfirmForgotPassword', confirmForgotPassword],
]);

const TARGET_PREFIX = 'AWSCognitoIdentityProviderService.';

export interface ApiAnswer {
  readonly status: number;
  readonly body: JsonObject;
  readonly errorType?: string;
}

/** The name of the operation that a request asks for; empty if it asks for none. */
export function operationName(headers: IncomingHttpHeaders): string {
  const target = String(headers['x-amz-target'] ?? '');
  return target.startsWith(TARGET_PREFIX) ? target.slice(TARGET_PREFIX.length) : '';
}

/** Runs one call of the AWS JSON 1.1 protocol: names the operation, parses the body, turns errors into answers. */
export function callOperation(state: PoolState, headers: IncomingHttpHeaders, bodyText: string): ApiAnswer {
  try {
    const name = operationName(headers);
    const operation = OPERATIONS.get(name);
    const isJson = headers['content-type']?.startsWith('application/x-amz-json-1.1');
    if (!operation || !isJson) throw new CognitoError('UnknownOperationException', 'Unknown operation');
    const input = parseBody(bodyText);
    if (!input) throw new CognitoError('SerializationException', 'The body is not a JSON object');
    const refusal = state.levers.takeRefusal(name);
    if (refusal) throw new CognitoError(refusal.name, refusal.message);
    return { status: 200, body: operation(state, input) };
  } catch (error) {
    if (error instanceof CognitoError) return errorAnswer(error);
    // A fault of this server, not of the caller. The text helps whoever debugs a test; no real pool would give it.
    return errorAnswer(new CognitoError('InternalErrorException', String(error)));
  }
}

/** Gives undefined for whatever is not a JSON object. */
export function parseBody(bodyText: string): JsonObject | undefined {
  try {
    const input: unknown = JSON.parse(bodyText);
    return isJsonObject(input) ? input : undefined;
  } catch {
    return undefined;
  }
}

export function errorAnswer(error: CognitoError): ApiAnswer {
  return {
    status: error.status,
    body: { __type: error.name, message: error.message },
    errorType: error.name,
  };
}
