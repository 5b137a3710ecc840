import type { Challenge } from '../../core/session/challenge';
import type { AppClient } from '../app-client';
import { type JsonObject, readJson, send, serverTimeMsOf } from '../http';
import type { Platform } from '../platform';
import { exceptionIn, type Operation } from './exceptions';
import { secretHash } from './secret-hash';

export interface ApiAnswer {
  readonly body: JsonObject;
  /** Epoch ms of the local clock when the call was sent. */
  readonly sentAtMs: number;
  /** The service's clock when it answered, epoch ms; null if the answer does not show it. */
  readonly serverTimeMs: number | null;
}

/** An answer to a call of a sign-in, which goes on from it. */
export interface PoolAnswer extends ApiAnswer {
  readonly kind: 'answer';
  /** Whom the call was about, as it named them. */
  readonly username: string;
  /** `USER_ID_FOR_SRP` of the challenge that was answered: the pool's own name for the user. */
  readonly namedUser: string | undefined;
}

export interface UserPoolsApiPorts {
  readonly appClient: AppClient;
  readonly platform: Pick<Platform, 'fetch' | 'crypto' | 'now'>;
  /** Of a device that the pool remembers; null for none. */
  readonly deviceKey: string | null;
}

type Parameters = Readonly<Record<string, string>>;

/**
 * The user pools API as one app client calls it, by public operations that need no AWS credentials. Every method throws
 * `AuthError` where the pool refuses or cannot be reached.
 * Source: Cognito user pools API reference; AWS JSON 1.1 protocol (Smithy); developer guide, "Computing secret hash
 * values" and "Working with user devices".
 */
export class UserPoolsApi {
  readonly #ports: UserPoolsApiPorts;

  constructor(ports: UserPoolsApiPorts) {
    this.#ports = ports;
  }

  /** One call, without any identity added. */
  async call(operation: Operation, body: JsonObject): Promise<ApiAnswer> {
    const { appClient, platform } = this.#ports;
    const sentAtMs = platform.now();
    const response = await send(platform.fetch, `${appClient.endpoint}/`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      },
      body: JSON.stringify(body),
    });
    // RevokeToken answers with nothing at all on some endpoints.
    const answer = await readJson(response, response.ok ? {} : null);
    if (!response.ok) throw exceptionIn(response, answer);
    return { body: answer, sentAtMs, serverTimeMs: serverTimeMsOf(response) };
  }

  /** A call with the app client's plain secret, which some operations take in place of its hash. */
  callAsClient(operation: Operation, body: JsonObject): Promise<ApiAnswer> {
    const { clientId, clientSecret } = this.#ports.appClient;
    const secret = clientSecret !== null && { ClientSecret: clientSecret };
    return this.call(operation, { ...body, ClientId: clientId, ...secret });
  }

  /** A call about the user's account, which needs no sign-in. */
  async callAbout(username: string, operation: Operation, body: JsonObject): Promise<ApiAnswer> {
    const { clientId } = this.#ports.appClient;
    const hash = await this.#secretHashFor(username, 'SecretHash');
    return this.call(operation, { ClientId: clientId, Username: username, ...hash, ...body });
  }

  /** Begins a sign-in. @param parameters `AuthParameters` without the identity */
  async initiate(AuthFlow: string, username: string, parameters: Parameters): Promise<PoolAnswer> {
    const { clientId } = this.#ports.appClient;
    const AuthParameters = { ...parameters, ...(await this.#identityOf(username)) };
    const answer = await this.call('InitiateAuth', { ClientId: clientId, AuthFlow, AuthParameters });
    return { ...answer, kind: 'answer', username, namedUser: undefined };
  }

  /** Answers a challenge. @param responses `ChallengeResponses` without the identity */
  async respond(
    { name, session, username, parameters }: Challenge,
    responses: Parameters,
  ): Promise<PoolAnswer> {
    const answer = await this.call('RespondToAuthChallenge', {
      ClientId: this.#ports.appClient.clientId,
      ChallengeName: name,
      ...(session && { Session: session }),
      ChallengeResponses: { ...responses, ...(await this.#identityOf(username)) },
    });
    return { ...answer, kind: 'answer', username, namedUser: parameters.USER_ID_FOR_SRP };
  }

  async #identityOf(username: string): Promise<Parameters> {
    const { deviceKey } = this.#ports;
    return {
      USERNAME: username,
      ...(await this.#secretHashFor(username, 'SECRET_HASH')),
      ...(deviceKey !== null && { DEVICE_KEY: deviceKey }),
    };
  }

  async #secretHashFor(username: string, member: 'SECRET_HASH' | 'SecretHash'): Promise<Parameters> {
    const { appClient, platform } = this.#ports;
    const { clientId, clientSecret } = appClient;
    if (clientSecret === null) return {};
    return { [member]: await secretHash(platform.crypto.subtle, clientSecret, username, clientId) };
  }
}
