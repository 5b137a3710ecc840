import { isRecord } from '../guards';
import { checkedClaimsOf } from '../jwt/jwt';
import { isHostedUi } from '../profile/sign-in-method';
import type { ProfileState } from './profile-state';

// The name that a pool makes up where its users sign in by e-mail address or phone number: their `sub`.
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const NAME_CLAIMS = ['preferred_username', 'email', 'phone_number', 'name'];

/**
 * What people call the user of a profile. It is for their eyes: whose a token is goes by `sub` and the pool's own name.
 * Source: Cognito developer guide, "Customizing sign-in attributes" (names that are a UUID), "Understanding the identity
 * (ID) token" (its claims).
 * @returns the pool's own name of the user unless it is a UUID or an identity provider's and there is a better one; before
 *   the pool has named anybody, what was typed
 */
export function userNameOf({ profile, session }: ProfileState): string {
  if (session.kind === 'challenged') return calledName(session.challenge.username, {}, profile.username);
  if (session.kind !== 'signedIn') return profile.username;
  const { id, username } = session.tokens;
  // On the pool's own pages another user may have signed in than the one who was typed.
  const typed = isHostedUi(profile.signInMethod) ? '' : profile.username;
  return calledName(username, id ? checkedClaimsOf(id.jwt) : {}, typed);
}

function calledName(username: string, claims: Readonly<Record<string, unknown>>, typed: string): string {
  const provider = providerOf(username, claims.identities);
  if (provider === '' && !UUID.test(username)) return username;
  const names = [...NAME_CLAIMS.map((claim) => claims[claim]), typed].map(readable);
  const name = names.find((each) => each !== '');
  if (name === undefined) return username;
  return provider === '' ? name : `${name} (${provider})`;
}

/** The identity provider whose own name of the user the pool goes by (`Google_1815`); empty where it is not one's. */
function providerOf(username: string, identities: unknown): string {
  const all = Array.isArray(identities) ? identities.filter(isRecord) : [];
  // Pools that take user names in any case write this one in lower case.
  const named = all.find(
    ({ providerName, userId }) => `${providerName}_${userId}`.toLowerCase() === username.toLowerCase(),
  );
  return readable(named?.providerName);
}

// Of a claim anybody may have written: no other direction of text and no second line; and nothing that shows nothing.
function readable(value: unknown): string {
  if (typeof value !== 'string') return '';
  const text = value.replace(/[\p{Cc}\p{Bidi_Control}\s]+/gu, ' ').trim();
  return /[\p{L}\p{N}]/u.test(text) && !UUID.test(text) ? text : '';
}
