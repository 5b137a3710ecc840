import type { Challenge } from '../../core/session/challenge';
import type { Platform } from '../platform';
import type { AppClient } from './app-client';
import { secretHash } from './secret-hash';
import { type ApiAnswer, type CallUserPool, createUserPoolApi, type Operation } from './user-pool-api';

/** An answer of the pool, and what one has to know of the call to go on from it. */
export interface AuthAnswer extends ApiAnswer {
  /** Epoch ms of the local clock when the call was sent. */
  readonly sentAtMs: number;
  /** Whom the call was about, as it named them. */
  readonly username: string;
  /** `USER_ID_FOR_SRP` of the challenge that was answered: whom the pool takes the user for. */
  readonly namedUser: string | undefined;
}

/** The calls of a sign-in, each with what it wants to know of the app client, the user and the device. */
export interface AuthApi {
  readonly call: CallUserPool;
  /** Begins a sign-in. @param parameters `AuthParameters` without the identity */
  initiate(flow: string, username: string, parameters: Readonly<Record<string, string>>): Promise<AuthAnswer>;
  /** Answers a challenge. @param responses `ChallengeResponses` without the identity */
  respond(challenge: Challenge, responses: Readonly<Record<string, string>>): Promise<AuthAnswer>;
  /** An operation on the user's account, which needs no sign-in. */
  callAbout(
    username: string,
    operation: Operation,
    body: Readonly<Record<string, unknown>>,
  ): Promise<ApiAnswer>;
}

/**
 * The calls of an app client, with its secret hash wherever one belongs.
 * Source: Cognito API reference, InitiateAuth, RespondToAuthChallenge; developer guide, "Computing secret hash values"
 * and "Working with user devices".
 * @param deviceKey of a device that the pool remembers; null for none
 */
export function createAuthApi(
  { endpoint, clientId, clientSecret }: AppClient,
  { fetch, crypto, now }: Pick<Platform, 'fetch' | 'crypto' | 'now'>,
  deviceKey: string | null,
): AuthApi {
  const call = createUserPoolApi(endpoint, fetch);
  const hashFor = async (username: string, member: 'SECRET_HASH' | 'SecretHash') =>
    clientSecret !== null && { [member]: await secretHash(crypto.subtle, clientSecret, username, clientId) };
  const identityOf = async (username: string) => ({
    USERNAME: username,
    ...(await hashFor(username, 'SECRET_HASH')),
    ...(deviceKey !== null && { DEVICE_KEY: deviceKey }),
  });
  const send = async (
    operation: Operation,
    username: string,
    body: Readonly<Record<string, unknown>>,
    namedUser?: string,
  ): Promise<AuthAnswer> => {
    const sentAtMs = now();
    return { ...(await call(operation, { ClientId: clientId, ...body })), sentAtMs, username, namedUser };
  };
  return {
    call,
    initiate: async (AuthFlow, username, parameters) =>
      send('InitiateAuth', username, {
        AuthFlow,
        AuthParameters: { ...parameters, ...(await identityOf(username)) },
      }),
    respond: async ({ name, session, username, parameters }, responses) => {
      const ChallengeResponses = { ...responses, ...(await identityOf(username)) };
      const body = { ChallengeName: name, ...(session && { Session: session }), ChallengeResponses };
      return send('RespondToAuthChallenge', username, body, parameters.USER_ID_FOR_SRP);
    },
    callAbout: async (username, operation, body) =>
      call(operation, {
        ClientId: clientId,
        Username: username,
        ...(await hashFor(username, 'SecretHash')),
        ...body,
      }),
  };
}
