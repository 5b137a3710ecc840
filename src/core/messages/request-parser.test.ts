import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aForm } from '../../testing/builders';
import type { Request, RequestType } from './protocol';
import { type Parsers, parseRequest } from './request-parser';

const form = aForm({ clientSecret: 's3cret', allowedPages: 'app.example.com' });

const profileId = 'p1';

// One example of each, which the compiler holds complete.
const REQUESTS: { readonly [T in RequestType]: Request<T> } = {
  getState: { type: 'getState', profileId },
  saveDraft: { type: 'saveDraft', profileId, draft: { form, answers: { code: '123' } } },
  signIn: { type: 'signIn', profileId, form, credential: 'pässwörd' },
  answerChallenge: {
    ...{ type: 'answerChallenge', profileId, challengeName: 'SMS_MFA' },
    answers: { code: '123456' },
  },
  forgotPassword: { type: 'forgotPassword', profileId, form },
  forgetSecret: { type: 'forgetSecret', profileId, field: 'totpSecret' },
  resendCode: { type: 'resendCode', profileId },
  cancelSignIn: { type: 'cancelSignIn', profileId },
  switchToHostedUi: { type: 'switchToHostedUi', profileId },
  changeSettings: {
    ...{ type: 'changeSettings', profileId },
    settings: { attach: false, holdNavigations: true, hostScopes: { 'https://a.example': 'onlyTyped' } },
  },
  allowPage: { type: 'allowPage', profileId, origin: 'https://app.example.com' },
  getPage: { type: 'getPage', profileId, url: 'https://app.example.com/', tabId: 4 },
  explain: { type: 'explain', url: 'https://api.example.com/', page: null, sentAs: 'request' },
  resumeNavigation: {
    type: 'resumeNavigation',
    isApproved: false,
    tabId: 7,
    url: 'https://api.example.com/',
  },
  unlock: { type: 'unlock', profileId, passphrase: 'correct horse' },
  lock: { type: 'lock', profileId },
  changeKeeping: {
    type: 'changeKeeping',
    profileId,
    keepSignedIn: 'withPassphrase',
    passphrase: 'correct horse',
  },
  changePassphrase: {
    ...{ type: 'changePassphrase', profileId },
    ...{ passphrase: 'correct horse', newPassphrase: 'battery staple' },
  },
  changeLock: { type: 'changeLock', profileId, lock: { afterMinutes: 5, withScreen: false } },
  forgetKept: { type: 'forgetKept', profileId },
  getToken: { type: 'getToken', profileId },
  refreshNow: { type: 'refreshNow', profileId },
  signOut: { type: 'signOut', profileId, everywhere: false, hostedUi: true },
};

const NEEDS_NO_PROFILE: readonly RequestType[] = ['getState', 'saveDraft', 'signIn', 'forgotPassword'];
const IS_ABOUT_ALL: readonly RequestType[] = ['explain', 'resumeNavigation'];

describe('parseRequest', () => {
  test.each(Object.values(REQUESTS))('takes $type as it was sent', (request) => {
    expect(parseRequest(structuredClone(request))).toEqual(request);
  });

  test.each(Object.values(REQUESTS))('leaves out what does not belong to $type', (request) => {
    const extra = { tab: 7, nested: { ...REQUESTS.signOut }, profile: null };
    expect(parseRequest({ ...request, ...extra })).toEqual(request);
  });

  test.each(Object.values(REQUESTS))('takes $type of no profile only where there may be none', (request) => {
    const ofNone = { ...request, profileId: null };
    const isTaken = NEEDS_NO_PROFILE.includes(request.type);
    if (IS_ABOUT_ALL.includes(request.type)) expect(parseRequest(ofNone)).toEqual(request);
    else expect(parseRequest(ofNone)).toEqual(isTaken ? ofNone : null);
  });

  test.each(Object.values(REQUESTS).filter(({ type }) => !IS_ABOUT_ALL.includes(type)))(
    'refuses $type that does not say whose it is',
    (request) => {
      for (const profileId of [undefined, 1, true, ['p1'], { id: 'p1' }])
        expect(parseRequest({ ...request, profileId })).toBeNull();
      const { profileId: _, ...ofNobody } = { profileId, ...request };
      expect(parseRequest(ofNobody)).toBeNull();
    },
  );

  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a name alone', 'signOut'],
    ['a number', 1],
    ['a list', ['signOut']],
    ['a list of a request', [REQUESTS.signOut]],
    ['an empty object', {}],
    ['a secret that no form has', { ...REQUESTS.forgetSecret, field: 'device' }],
    ['an unknown type', { type: 'stateChanged', profileId }],
    ['a type in another case', { ...REQUESTS.signOut, type: 'SignOut' }],
    ['a type in a list', { ...REQUESTS.signOut, type: ['signOut'] }],
    ['a type from the prototype of objects', { type: 'constructor', profileId }],
    ['a request within a request', { type: REQUESTS.signOut, profileId }],
  ])('refuses %s', (_, message) => expect(parseRequest(message)).toBeNull());

  test.each<[RequestType, string, unknown]>([
    ['changeSettings', 'without settings', { settings: undefined }],
    ['changeSettings', 'of null', { settings: null }],
    ['changeSettings', 'of a list', { settings: [true] }],
    ['changeSettings', 'that attaches a string', { settings: { attach: 'true' } }],
    ['changeSettings', 'that attaches a number', { settings: { attach: 1 } }],
    ['changeSettings', 'that holds a string', { settings: { holdNavigations: 'true' } }],
    [
      'changeSettings',
      'that attaches well and holds a string',
      { settings: { attach: true, holdNavigations: '' } },
    ],
    ['changeSettings', 'of an unknown scope', { settings: { hostScopes: { a: 'never' } } }],
    ['changeSettings', 'of an inherited scope', { settings: { hostScopes: { a: 'length' } } }],
    ['changeSettings', 'of a list of scopes', { settings: { hostScopes: ['onlyTyped'] } }],
    ['changeSettings', 'of a list in a scope', { settings: { hostScopes: { a: ['onlyTyped'] } } }],
    ['answerChallenge', 'without answers', { answers: undefined }],
    ['answerChallenge', 'of no question', { challengeName: undefined }],
    ['answerChallenge', 'of a list', { answers: ['123456'] }],
    ['answerChallenge', 'of a number', { answers: { code: 123456 } }],
    ['answerChallenge', 'of nested answers', { answers: { code: { code: '1' } } }],
    ['signIn', 'without a form', { form: undefined }],
    ['signIn', 'without a password', { credential: undefined }],
    ['signIn', 'with a password in a list', { credential: ['p'] }],
    ['signIn', 'with a form as JSON', { form: JSON.stringify(form) }],
    ['signIn', 'with a null field', { form: { ...form, username: null } }],
    ['signIn', 'with a nested field', { form: { ...form, extra: {} } }],
    ['signIn', 'with an unknown token', { form: { ...form, tokenUse: 'refresh' } }],
    ['signIn', 'with an unknown method', { form: { ...form, signInMethod: 'magic' } }],
    ['allowPage', 'without an origin', { origin: undefined }],
    ['allowPage', 'of a list', { origin: ['https://app.example.com'] }],
    ['getPage', 'without a tab', { tabId: undefined }],
    ['getPage', 'of a fraction of a tab', { tabId: 0.5 }],
    ['getPage', 'without a URL', { url: undefined }],
    ['explain', 'without a URL', { url: undefined }],
    ['explain', 'that leaves out the page', { page: undefined }],
    ['explain', 'of a page that is a number', { page: 1 }],
    ['explain', 'that is sent in an unknown way', { sentAs: 'pigeon' }],
    ['resumeNavigation', 'without a URL', { url: undefined }],
    ['resumeNavigation', 'of an object', { url: { href: 'https://api.example.com/' } }],
    ['saveDraft', 'without a draft', { draft: undefined }],
    ['saveDraft', 'of a draft without answers', { draft: { form } }],
    ['signOut', 'that does not say what ends', { everywhere: undefined }],
  ])('refuses %s %s', (type, _, change) => {
    const message = { ...REQUESTS[type], ...(change as object) };
    const sent = Object.entries(message).filter(([, value]) => value !== undefined);
    expect(parseRequest(Object.fromEntries(sent))).toBeNull();
    expect(parseRequest(message)).toBeNull();
  });

  test.each([
    [{}, {}],
    [{ attach: true }, { attach: true }],
    [
      { hostScopes: { 'https://a.example': 'onlyPages' }, isWanted: false, id: 'p2' },
      { hostScopes: { 'https://a.example': 'onlyPages' } },
    ],
  ])('takes of the settings %j only what may be changed so', (settings, taken) => {
    expect(parseRequest({ ...REQUESTS.changeSettings, settings })).toMatchObject({ settings: taken });
    expect(parseRequest({ ...REQUESTS.changeSettings, settings })).toEqual({
      ...REQUESTS.changeSettings,
      settings: taken,
    });
  });

  test('has a parser of the right shape for each type, or does not compile', () => {
    const parsers = {} as Parsers;
    const { signOut: _, ...others } = parsers;
    // @ts-expect-error one is forgotten
    const incomplete: Parsers = others;
    // @ts-expect-error one gives what another request is made of
    const mixedUp: Parsers = { ...parsers, signOut: parsers.getToken };
    // @ts-expect-error one gives a request that names no profile
    const ofNobody: Parsers = { ...parsers, getToken: parsers.getState };
    expect([incomplete, mixedUp, ofNobody]).toHaveLength(3);
  });

  test('never throws, and lets nothing through but requests', () => {
    const types = fc.constantFrom<string>(...Object.keys(REQUESTS));
    const nearlyRequests = fc.record(
      {
        type: fc.oneof(types, fc.anything()),
        form: fc.oneof(fc.constant(form), fc.anything()),
        credential: fc.anything(),
        draft: fc.oneof(fc.record({ form: fc.anything(), answers: fc.anything() }), fc.anything()),
        answers: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.anything()),
        profileId: fc.oneof(fc.string(), fc.constant(null), fc.anything()),
        challengeName: fc.oneof(fc.string(), fc.anything()),
        settings: fc.oneof(fc.record({ attach: fc.boolean() }), fc.anything()),
        everywhere: fc.oneof(fc.boolean(), fc.anything()),
        hostedUi: fc.oneof(fc.boolean(), fc.anything()),
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
