import { describe, expect, test } from 'vitest';
import { aChallenge } from '../../testing/builders';
import { type Challenge, destinationOf, deviceNameOf, fieldsOf, isAskedAgain } from './challenge';

describe('fieldsOf', () => {
  test.each(['SMS_MFA', 'SOFTWARE_TOKEN_MFA'])('asks for a code in %s', (name) => {
    expect(fieldsOf(aChallenge({ name }))).toEqual([{ id: 'code', kind: 'code' }]);
  });

  test('asks for a new password and each required attribute, with or without the prefix of the wire', () => {
    const parameters = { requiredAttributes: '["userAttributes.given_name","custom:team"]' };
    expect(fieldsOf(aChallenge({ name: 'NEW_PASSWORD_REQUIRED', parameters }))).toEqual([
      { id: 'newPassword', kind: 'newPassword' },
      { id: 'userAttributes.given_name', kind: 'attribute', attribute: 'given_name' },
      { id: 'userAttributes.custom:team', kind: 'attribute', attribute: 'custom:team' },
    ]);
  });

  test.each([undefined, '', '[]', 'null', '{}', '"given_name"', '[1,null]', '["given_name"'])(
    'asks for a new password alone when the required attributes are %j',
    (requiredAttributes) => {
      const parameters = requiredAttributes === undefined ? {} : { requiredAttributes };
      expect(fieldsOf(aChallenge({ name: 'NEW_PASSWORD_REQUIRED', parameters }))).toEqual([
        { id: 'newPassword', kind: 'newPassword' },
      ]);
    },
  );

  test.each(['DEVICE_SRP_AUTH', 'PALM_READING', '', 'sms_mfa'])('knows no fields for %j', (name) => {
    expect(fieldsOf(aChallenge({ name }))).toBeNull();
  });
});

test('the destination of the code and the name of the device come from the pool, or are empty', () => {
  const parameters = { CODE_DELIVERY_DESTINATION: '+*******1234', FRIENDLY_DEVICE_NAME: 'Phone' };
  expect(destinationOf(aChallenge({ parameters }))).toBe('+*******1234');
  expect(deviceNameOf(aChallenge({ parameters }))).toBe('Phone');
  expect(destinationOf(aChallenge())).toBe('');
  expect(deviceNameOf(aChallenge())).toBe('');
});

describe('F: a question that is asked again', () => {
  const asked = aChallenge({ name: 'CUSTOM_CHALLENGE', parameters: { USERNAME: 'alice', riddle: 'Keys?' } });

  test.each<[string, Partial<Challenge>, boolean]>([
    ['the same riddle', { session: 'another' }, true],
    ['the same riddle and another user id', { parameters: { USERNAME: 'x', riddle: 'Keys?' } }, true],
    ['another riddle', { parameters: { USERNAME: 'alice', riddle: 'Sand?' } }, false],
    ['another challenge', { name: 'SMS_MFA' }, false],
  ])('%s', (_, next, isAgain) => {
    expect(isAskedAgain(asked, { ...asked, ...next })).toBe(isAgain);
  });

  test('is none where an exception would say so', () => {
    const code = aChallenge({ name: 'SMS_MFA' });
    expect(isAskedAgain(code, code)).toBe(false);
  });
});
