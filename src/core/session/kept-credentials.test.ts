import { expect, test } from 'vitest';
import { aForm, someCredentials } from '../../testing/builders';
import { keptCredentials, keptPassword } from './kept-credentials';

const previous = aForm();
const device = { key: 'k', groupKey: 'g', password: 'p', username: 'alice', isConfirmed: true };
const kept = someCredentials({ clientSecret: 's3cret', totpSecret: 'JBSWY3DPEHPK3PXP', device });
const TYPED = { clientSecret: ' new ', totpSecret: 'GEZD GNBV GY3T QOJQ' };
const NONE = { ...kept, clientSecret: null, totpSecret: null, device: null };

test.each([
  ['an empty field', {}, kept],
  ['another wish', { rememberDevice: 'yes' }, { ...kept, device: null }],
  ['another user', { username: 'bob' }, { ...kept, totpSecret: null, device: null }],
  ['another client', { clientId: 'other' }, NONE],
  ['another endpoint', { cognitoEndpoint: 'https://proxy.example.com' }, NONE],
  ['another secret', TYPED, { ...kept, clientSecret: 'new', totpSecret: 'GEZDGNBVGY3TQOJQ' }],
] as const)('after %s', (_, change, expected) => {
  expect(keptCredentials(kept, { previous, form: aForm(change), password: null })).toEqual(expected);
});

test('of a new profile are those that were typed', () => {
  const typed = { clientSecret: 'new', totpSecret: 'GEZDGNBVGY3TQOJQ' };
  expect(keptCredentials(kept, { previous: null, form: aForm(TYPED), password: null })).toMatchObject(typed);
  const nothing = { clientSecret: null, device: null };
  expect(keptCredentials(kept, { previous: null, form: aForm(), password: null })).toMatchObject(nothing);
});

test.each([
  ['is kept where it is asked for', { keepPassword: 'yes', keepSignedIn: 'onDevice' }, true],
  ['is not where nothing is kept on the device', { keepPassword: 'yes' }, false],
  ['is not where only the rest is', { keepSignedIn: 'withPassphrase' }, false],
  [
    'is no refresh token',
    { keepPassword: 'yes', keepSignedIn: 'onDevice', signInMethod: 'refreshToken' },
    false,
  ],
] as const)('a password %s', (_, change, isKept) => {
  expect(keptPassword(aForm(change), 'typed', 7)).toEqual(
    isKept ? { text: 'typed', usedAtMs: 7, isUnanswered: false } : null,
  );
});
