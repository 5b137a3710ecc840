import { describe, expect, test } from 'vitest';
import { aTokenSet } from '../../testing/builders';
import { isNamedUser, isSameUser } from './same-user';

const alice = aTokenSet({ subject: 'subject-1', username: 'alice' });

describe('J8: tokens of a refresh', () => {
  test.each([
    ['another subject', { subject: 'subject-2' }],
    ['another user name', { username: 'mallory' }],
    ['another subject and user name', { subject: 'subject-2', username: 'mallory' }],
    ['the user name in another case', { username: 'Alice' }],
  ])('with %s are of another user', (_, change) => {
    expect(isSameUser({ ...alice, ...change }, alice)).toBe(false);
  });

  test('with both the same are of the same user', () => {
    expect(isSameUser(aTokenSet({ subject: 'subject-1', username: 'alice' }), alice)).toBe(true);
  });
});

describe('J8: first tokens', () => {
  test.each(['mallory', 'alice2', 'alic', ' alice', 'subject-2'])(
    'are not of %j, whom the pool named',
    (named) => {
      expect(isNamedUser(alice, named)).toBe(false);
    },
  );

  test.each(['alice', 'Alice', 'ALICE', 'subject-1', '', undefined])(
    'may be where the pool named %j',
    (named) => {
      expect(isNamedUser(alice, named)).toBe(true);
    },
  );
});
