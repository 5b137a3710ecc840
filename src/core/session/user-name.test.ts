import { describe, expect, test } from 'vitest';
import {
  aChallenge,
  aChallenged,
  aProfile,
  aSignedIn,
  aState,
  aToken,
  someTokens,
} from '../../testing/builders';
import { jwtOf } from '../../testing/unsigned-tokens';
import type { Profile } from '../profile/profile';
import { isSameUser } from './same-user';
import { SIGNED_OUT } from './session';
import { userNameOf } from './user-name';

const SUB = '3f2a9b10-70c1-4aa5-9d3e-0c8a1b2c3d4e';
const EMAIL = 'anna@example.com';
const GOOGLE = 'Google_181512345';
const identities = [{ userId: '181512345', providerName: 'Google', providerType: 'Google', primary: 'true' }];

/** Who is said to be signed in. @param claims of the id token; null where there is none */
function nameOf(
  username: string,
  claims: object | null,
  profile: Partial<Profile> = { username: '' },
): string {
  const id = claims && aToken({ jwt: jwtOf({ 'cognito:username': username, ...claims }) });
  const session = aSignedIn({ tokens: someTokens({ id, username, subject: SUB }) });
  return userNameOf(aState({ profile: aProfile(profile), session }));
}

describe('what people call a user', () => {
  test.each([
    ['by the pool’s own name, where it is one', 'alice', { email: EMAIL, preferred_username: 'al' }, 'alice'],
    ['that name, though it is an address', EMAIL, { email: 'other@example.com' }, EMAIL],
    ['that name, though it looks like a provider’s', 'google_fan', { email: EMAIL }, 'google_fan'],
    ['that name, though Google is linked to it', 'alice', { email: EMAIL, identities }, 'alice'],
    ['the address in place of a UUID', SUB, { email: EMAIL }, EMAIL],
    ['the address in place of a UUID in capitals', SUB.toUpperCase(), { email: EMAIL }, EMAIL],
    ['an address that nobody has verified', SUB, { email: EMAIL, email_verified: false }, EMAIL],
    ['the preferred name before the address', SUB, { email: EMAIL, preferred_username: 'anna' }, 'anna'],
    ['the address before the number', SUB, { email: EMAIL, phone_number: '+491511234567' }, EMAIL],
    ['the number before the name', SUB, { phone_number: '+491511234567', name: 'Anna' }, '+491511234567'],
    ['the name where there is nothing else', SUB, { name: 'Anna Müller' }, 'Anna Müller'],
    ['a name of another script', SUB, { name: '山田 花子' }, '山田 花子'],
    ['the pool’s own name where there is nothing', SUB, {}, SUB],
    ['a person of Google by the address', GOOGLE, { email: EMAIL, identities }, `${EMAIL} (Google)`],
    [
      'the same in a pool of any case',
      GOOGLE.toLowerCase(),
      { email: EMAIL, identities },
      `${EMAIL} (Google)`,
    ],
    ['a person of Google by the name', GOOGLE, { name: 'Anna', identities }, 'Anna (Google)'],
    ['a person of Google without claims', GOOGLE, { identities }, GOOGLE],
    [
      'a person of a provider of the company’s own',
      'Corp-SSO_anna.m',
      { email: EMAIL, identities: [null, 7, { providerName: 'Corp-SSO', userId: 'anna.m' }] },
      `${EMAIL} (Corp-SSO)`,
    ],
    ['a UUID that Google is linked to', SUB, { email: EMAIL, identities }, EMAIL],
  ])('is %s', (_, username, claims, name) => {
    expect(nameOf(username, claims)).toBe(name);
  });

  test.each([
    ['empty', ''],
    ['blank', ' \n\t'],
    ['unseen', '\u200b\u2060\u200d'],
    ['a number', 7],
    ['a flag', true],
    ['null', null],
    ['a list', [EMAIL]],
    ['an object', { toString: 'x' }],
    ['another UUID', '00000000-0000-0000-0000-000000000000'],
  ])('is not a claim that is %s', (_, claim) => {
    expect(nameOf(SUB, { preferred_username: claim, email: EMAIL })).toBe(EMAIL);
    expect(nameOf(SUB, { preferred_username: claim, email: claim, name: claim })).toBe(SUB);
  });

  test.each([null, '[]', 'Google', {}, [], [null], [[]], [{}], [{ providerName: 'Google' }]])(
    'takes no provider from %j',
    (odd) => {
      expect(nameOf(GOOGLE, { email: EMAIL, identities: odd })).toBe(GOOGLE);
      expect(nameOf(SUB, { email: EMAIL, identities: odd })).toBe(EMAIL);
    },
  );

  test('is one line of text in its own direction, and markup is text', () => {
    expect(nameOf(SUB, { name: '  Anna\n\u202eМ ' })).toBe('Anna М');
    expect(nameOf(SUB, { name: '<b>Anna</b>' })).toBe('<b>Anna</b>');
  });
});

describe('without a claim', () => {
  test('it is what was typed, by which the user has signed in', () => {
    expect(nameOf(SUB, {}, { username: EMAIL })).toBe(EMAIL);
    expect(nameOf(SUB, null, { username: EMAIL })).toBe(EMAIL);
    expect(nameOf('alice', null, { username: EMAIL })).toBe('alice');
    expect(nameOf(SUB, null, { username: '' })).toBe(SUB);
  });

  test.each(['hostedUi', 'hostedUiImplicit'] as const)(
    'it is not what was typed for %s, where somebody else may have signed in',
    (signInMethod) => {
      expect(nameOf(SUB, null, { username: EMAIL, signInMethod })).toBe(SUB);
    },
  );

  test('it is what was typed while the pool asks, where the pool’s name is a UUID', () => {
    const profile = aProfile({ username: EMAIL });
    const asked = (username: string) => aChallenged({ challenge: aChallenge({ username }) });
    expect(userNameOf(aState({ profile, session: asked(SUB) }))).toBe(EMAIL);
    expect(userNameOf(aState({ profile, session: asked('alice') }))).toBe('alice');
    expect(userNameOf(aState({ profile, session: SIGNED_OUT }))).toBe(EMAIL);
  });

  test('it is the app client where no user has signed in', () => {
    expect(nameOf('1h57kf5cpq17m0eml12EXAMPLE', null)).toBe('1h57kf5cpq17m0eml12EXAMPLE');
  });
});

test('J8: two users whom people call the same are two users', () => {
  const [one, other] = [SUB, SUB.replace('3', '4')];
  expect(nameOf(one, { email: EMAIL })).toBe(nameOf(other, { email: EMAIL }));
  expect(isSameUser({ subject: one, username: one }, { subject: other, username: other })).toBe(false);
});
