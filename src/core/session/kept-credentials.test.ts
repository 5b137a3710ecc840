import { expect, test } from 'vitest';
import { aForm, someCredentials } from '../../testing/builders';
import { keptCredentials } from './kept-credentials';

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
  expect(keptCredentials(kept, { previous, form: aForm(change) })).toEqual(expected);
});

test('of a new profile are those that were typed', () => {
  const typed = { clientSecret: 'new', totpSecret: 'GEZDGNBVGY3TQOJQ' };
  expect(keptCredentials(kept, { previous: null, form: aForm(TYPED) })).toMatchObject(typed);
  const nothing = { clientSecret: null, device: null };
  expect(keptCredentials(kept, { previous: null, form: aForm() })).toMatchObject(nothing);
});
