import { describe, expect, test } from 'vitest';
import { aForm } from '../../testing/builders';
import { EMPTY_FORM, parseForm } from './profile-form';

const form = aForm({ clientSecret: 's3cret', allowedPages: 'app.example.com' });

describe('parseForm', () => {
  test.each(['headerName', 'headerPrefix', 'accessTokenHeader'] as const)('fills in %s', (field) => {
    const { [field]: _, ...earlier } = form;
    expect(parseForm(earlier)).toEqual({ ...form, [field]: EMPTY_FORM[field] });
    expect(parseForm({ ...form, [field]: '' })).toEqual({ ...form, [field]: '' });
  });

  test('fills in what a form of an earlier version did not have', () => {
    const { cognitoEndpoint: _, ...earlier } = form;
    expect(parseForm(earlier)).toEqual({ ...form, cognitoEndpoint: EMPTY_FORM.cognitoEndpoint });
  });

  test.each([
    null,
    'form',
    [],
    { ...EMPTY_FORM, tokenUse: undefined },
    { ...EMPTY_FORM, signInMethod: 'toString' },
  ])('refuses %j', (value) => expect(parseForm(value)).toBeNull());
});
