import { expect, test } from 'vitest';
import { aForm, aProfile, someCredentials } from '../../testing/builders';
import { keptCredentials } from './kept-credentials';

const previous = aProfile();
const device = { key: 'k', groupKey: 'g', password: 'p', username: 'alice' };
const kept = someCredentials({ clientSecret: 's3cret', totpSecret: 'JBSWY3DPEHPK3PXP', device });
const TYPED = { clientSecret: ' new ', totpSecret: 'GEZD GNBV GY3T QOJQ' };

test.each([
  ['an empty field', {}, {}, kept],
  ['another wish', { rememberDevice: true }, {}, { ...kept, device: null }],
  ['another user', { username: 'bob' }, {}, { ...kept, totpSecret: null, device: null }],
  [
    'another client',
    { clientId: 'other' },
    {},
    { ...kept, clientSecret: null, totpSecret: null, device: null },
  ],
  ['another secret', {}, TYPED, { ...kept, clientSecret: 'new', totpSecret: 'GEZDGNBVGY3TQOJQ' }],
] as const)('after %s', (_, change, typed, expected) => {
  const profile = aProfile(change);
  expect(keptCredentials(kept, { previous, profile, form: aForm(typed) })).toEqual(expected);
});

test('of a new profile are those that were typed', () => {
  const saved = { previous: null, profile: previous, form: aForm(TYPED) };
  expect(keptCredentials(kept, saved)).toMatchObject({ clientSecret: 'new', totpSecret: 'GEZDGNBVGY3TQOJQ' });
  expect(keptCredentials(kept, { ...saved, form: aForm() })).toMatchObject({
    clientSecret: null,
    device: null,
  });
});
