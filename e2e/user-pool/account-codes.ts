import type { AppClient } from './app-clients';
import { type Delivery, maskedDestination, sendCode } from './code-delivery';
import { CognitoError } from './cognito-error';
import type { PoolState } from './pool-state';
import { type JsonObject, optionalString, requiredMember } from './request-members';
import { verifySecretHash } from './secret-hash';
import type { User } from './users';

/** Whom a call about a sign-up or a forgotten password concerns. */
export interface AccountCall {
  readonly client: AppClient;
  readonly username: string;
  /** Undefined for an unknown user whom the app client hides. */
  readonly user: User | undefined;
}

/** Reads ClientId, SecretHash and Username, which all of these operations take. */
export function readAccountCall(state: PoolState, input: JsonObject): AccountCall {
  const client = state.clients.get(requiredMember(input, 'ClientId'));
  const username = requiredMember(input, 'Username');
  verifySecretHash(client, [username], optionalString(input, 'SecretHash'));
  return { client, username, user: findUserUnlessHidden(state, client, username) };
}

/** "Managing user existence error responses", Cognito developer guide. */
export function findUserUnlessHidden(
  state: PoolState,
  client: AppClient,
  username: string,
): User | undefined {
  const user = state.users.find(username);
  if (user || client.preventUserExistenceErrors) return user;
  throw new CognitoError('UserNotFoundException', 'User does not exist.');
}

/** Where codes about the account go: the e-mail address before the phone. Undefined for a user who has neither. */
export function accountDelivery({ attributes }: User): Delivery | undefined {
  const { email, phone_number: phone } = attributes;
  if (email) return { medium: 'EMAIL', destination: email };
  return phone ? { medium: 'SMS', destination: phone } : undefined;
}

/** Sends a code, remembers it, and gives the CodeDeliveryDetails. */
export function sendAccountCode(
  state: PoolState,
  user: User,
  purpose: 'signUp' | 'passwordReset',
  delivery: Delivery,
): JsonObject {
  const code = sendCode(state, user, delivery);
  state.confirmationCodes.remember(purpose, user.username, code, state.nowMs());
  return deliveryDetails(delivery);
}

/** What a user who does not exist seems to be sent, so that nobody learns who does. */
export function inventedDeliveryDetails(username: string): JsonObject {
  return deliveryDetails({ medium: 'EMAIL', destination: `${username}@example.com` });
}

function deliveryDetails(delivery: Delivery): JsonObject {
  return {
    CodeDeliveryDetails: {
      AttributeName: delivery.medium === 'SMS' ? 'phone_number' : 'email',
      DeliveryMedium: delivery.medium,
      Destination: maskedDestination(delivery),
    },
  };
}
