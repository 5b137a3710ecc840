import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aForm } from '../../testing/builders';
import { EMPTY_FORM, parseForm } from '../profile/profile-form';
import { HOST_SCOPES } from '../profile/settings';
import { EMPTY_DRAFT, parseDraft } from '../storage/draft';
import type { Request, RequestType } from './protocol';
import { parseRequest } from './request-parser';

const form = aForm({ clientSecret: 's3cret', allowedPages: 'app.example.com' });

// One example of each, which the compiler holds complete.
const REQUESTS: { readonly [T in RequestType]: Extract<Request, { type: T }> } = {
  getState: { type: 'getState' },
  saveDraft: { type: 'saveDraft', draft: { form, answers: { code: '123' } } },
  signIn: { type: 'signIn', form, credential: 'pässwörd' },
  answerChallenge: { type: 'answerChallenge', challengeName: 'SMS_MFA', answers: { code: '123456' } },
  forgotPassword: { type: 'forgotPassword', form },
  resendCode: { type: 'resendCode' },
  cancelSignIn: { type: 'cancelSignIn' },
  switchToHostedUi: { type: 'switchToHostedUi' },
  setAttach: { type: 'setAttach', attach: false },
  setHold: { type: 'setHold', hold: false },
  setHostScope: { type: 'setHostScope', host: 'https://api.example.com', scope: 'onlyTyped' },
  allowPage: { type: 'allowPage', origin: 'https://app.example.com' },
  getPage: { type: 'getPage', url: 'https://app.example.com/', tabId: 4 },
  explain: { type: 'explain', url: 'https://api.example.com/', page: null },
  resumeNavigation: { type: 'resumeNavigation', tabId: 7, url: 'https://api.example.com/' },
  getToken: { type: 'getToken' },
  refreshNow: { type: 'refreshNow' },
  signOut: { type: 'signOut', everywhere: false, hostedUi: true },
};

describe('parseRequest', () => {
  test.each(Object.values(REQUESTS))('takes $type as it was sent', (request) => {
    expect(parseRequest(structuredClone(request))).toEqual(request);
  });

  test.each(Object.values(REQUESTS))('leaves out what does not belong to $type', (request) => {
    const extra = { tab: 7, nested: { type: 'signOut', everywhere: false, hostedUi: true }, profile: null };
    expect(parseRequest({ ...request, ...extra })).toEqual(request);
  });

  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a name alone', 'signOut'],
    ['a number', 1],
    ['a list', ['signOut']],
    ['a list of a request', [{ type: 'signOut', everywhere: false, hostedUi: true }]],
    ['an empty object', {}],
    ['an unknown type', { type: 'stateChanged' }],
    ['a type in another case', { type: 'SignOut' }],
    ['a type in a list', { type: ['signOut'] }],
    ['a type from the prototype of objects', { type: 'constructor' }],
    ['a request within a request', { type: { type: 'signOut', everywhere: false, hostedUi: true } }],
    ['setAttach without a value', { type: 'setAttach' }],
    ['setAttach of a string', { type: 'setAttach', attach: 'true' }],
    ['setAttach of a number', { type: 'setAttach', attach: 1 }],
    ['answerChallenge without answers', { type: 'answerChallenge', challengeName: 'SMS_MFA' }],
    ['answerChallenge of no question', { type: 'answerChallenge', answers: { code: '1' } }],
    ['answerChallenge of a list', { type: 'answerChallenge', challengeName: 'SMS_MFA', answers: ['123456'] }],
    [
      'answerChallenge of a number',
      { type: 'answerChallenge', challengeName: 'SMS_MFA', answers: { code: 123456 } },
    ],
    [
      'answerChallenge of nested answers',
      { type: 'answerChallenge', challengeName: 'SMS_MFA', answers: { code: { code: '1' } } },
    ],
    ['signIn without a form', { type: 'signIn', credential: 'p' }],
    ['signIn without a password', { type: 'signIn', form }],
    ['signIn with a password in a list', { type: 'signIn', form, credential: ['p'] }],
    ['signIn with a form as JSON', { type: 'signIn', form: JSON.stringify(form), credential: 'p' }],
    ['signIn with a null field', { type: 'signIn', form: { ...form, username: null }, credential: 'p' }],
    ['signIn with a nested field', { type: 'signIn', form: { ...form, extra: {} }, credential: 'p' }],
    [
      'signIn with an unknown token',
      { type: 'signIn', form: { ...form, tokenUse: 'refresh' }, credential: 'p' },
    ],
    [
      'signIn with an unknown method',
      { type: 'signIn', form: { ...form, signInMethod: 'magic' }, credential: 'p' },
    ],
    ['setHold without a value', { type: 'setHold' }],
    ['setHold of a string', { type: 'setHold', hold: 'true' }],
    ['setHostScope without a host', { type: 'setHostScope', scope: 'onlyTyped' }],
    ['setHostScope of an unknown scope', { type: 'setHostScope', host: 'a', scope: 'never' }],
    ['setHostScope of an inherited scope', { type: 'setHostScope', host: 'a', scope: 'length' }],
    ['setHostScope of a list', { type: 'setHostScope', host: 'a', scope: ['onlyTyped'] }],
    ['allowPage without an origin', { type: 'allowPage' }],
    ['allowPage of a list', { type: 'allowPage', origin: ['https://app.example.com'] }],
    ['getPage without a tab', { type: 'getPage', url: 'https://app.example.com/' }],
    ['getPage of a fraction of a tab', { type: 'getPage', url: 'https://app.example.com/', tabId: 0.5 }],
    ['getPage without a URL', { type: 'getPage', tabId: 4 }],
    ['explain without a URL', { type: 'explain', page: null }],
    ['explain that leaves out the page', { type: 'explain', url: 'https://api.example.com/' }],
    ['explain of a page that is a number', { type: 'explain', url: 'https://api.example.com/', page: 1 }],
    ['resumeNavigation without a URL', { type: 'resumeNavigation' }],
    [
      'resumeNavigation of an object',
      { type: 'resumeNavigation', url: { href: 'https://api.example.com/' } },
    ],
    ['saveDraft without a draft', { type: 'saveDraft' }],
    ['saveDraft of a draft without answers', { type: 'saveDraft', draft: { form } }],
  ])('refuses %s', (_, message) => expect(parseRequest(message)).toBeNull());

  test('never throws, and lets nothing through but requests', () => {
    const types = fc.constantFrom<string>(...Object.keys(REQUESTS));
    const nearlyRequests = fc.record(
      {
        type: fc.oneof(types, fc.anything()),
        form: fc.oneof(fc.constant(form), fc.anything()),
        credential: fc.anything(),
        draft: fc.oneof(fc.record({ form: fc.anything(), answers: fc.anything() }), fc.anything()),
        answers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.anything()),
        attach: fc.oneof(fc.boolean(), fc.anything()),
        hold: fc.oneof(fc.boolean(), fc.anything()),
        host: fc.oneof(fc.string(), fc.anything()),
        scope: fc.oneof(fc.constantFrom(...HOST_SCOPES), fc.anything()),
        origin: fc.oneof(fc.string(), fc.anything()),
        url: fc.oneof(fc.string(), fc.anything()),
        page: fc.oneof(fc.string(), fc.constant(null), fc.anything()),
        tabId: fc.oneof(fc.integer(), fc.anything()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(nearlyRequests, fc.anything({ withNullPrototype: true })), (message) => {
        const request = parseRequest(message);
        if (request) expect(Object.keys(request).sort()).toEqual(Object.keys(REQUESTS[request.type]).sort());
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('parseDraft', () => {
  test.each([
    EMPTY_DRAFT,
    { form, answers: {} },
    { form: null, answers: { code: '123', 'userAttributes.name': 'Alice' } },
  ])('takes %j', (draft) => expect(parseDraft(structuredClone(draft))).toEqual(draft));

  test('keeps nothing that is not part of a draft, such as a password', () => {
    const withPassword = { form: { ...form, credential: 'p' }, answers: {}, credential: 'p' };
    expect(parseDraft(withPassword)).toEqual({ form, answers: {} });
  });

  test.each([
    null,
    undefined,
    'draft',
    [],
    {},
    { form: null },
    { answers: {} },
    { form: undefined, answers: {} },
    { form: [], answers: {} },
    { form: {}, answers: {} },
    { form: null, answers: null },
    { form: null, answers: [] },
    { form: null, answers: { code: 1 } },
  ])('refuses %j', (value) => expect(parseDraft(value)).toBeNull());
});

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
