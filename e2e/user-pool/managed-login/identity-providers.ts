import { randomBytes } from 'node:crypto';
import type { PoolState } from '../pool-state';
import type { User } from '../users';
import type { FederatedPerson, IdentityProvider } from './identity-provider';

export function findIdentityProvider(state: PoolState, name: string): IdentityProvider | undefined {
  return state.managedLogin.identityProviders.find((provider) => provider.name === name);
}

/** Gives the user of the pool who stands for a person, and makes one at the first sign-in. */
export function federatedUser(state: PoolState, provider: IdentityProvider, person: FederatedPerson): User {
  const username = `${provider.name}_${person.userId}`;
  return (
    state.users.find(username) ??
    state.users.add({
      username,
      // Nobody knows it: such a user signs in at the provider only.
      password: randomBytes(32).toString('base64url'),
      groups: [`${state.userPoolId}_${provider.name}`],
      attributes: {
        name: person.name,
        email: person.email,
        email_verified: 'false',
        identities: JSON.stringify([identity(state, provider, person)]),
      },
    })
  );
}

function identity(state: PoolState, { name, type }: IdentityProvider, { userId }: FederatedPerson) {
  return {
    userId,
    providerName: name,
    providerType: type,
    issuer: null,
    primary: 'true',
    dateCreated: String(state.nowMs()),
  };
}
