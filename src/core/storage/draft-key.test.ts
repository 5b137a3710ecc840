import { describe, expect, test } from 'vitest';
import { aForm } from '../../testing/builders';
import { type Draft, draftKey, EMPTY_DRAFT } from './draft';
import fixtures from './fixtures/drafts.json' with { type: 'json' };

const KEY = draftKey('p1');

const READ_AS: Readonly<Record<keyof typeof fixtures, Draft>> = {
  'version 1, first build': {
    form: aForm({ allowedPages: 'app.exam', signInMethod: 'passwordPlain', clientSecret: 's3cret' }),
    answers: {},
  },
  'version 1, with every way to sign in': {
    form: aForm({ signInMethod: 'hostedUi', oauthScopes: 'openid emai', hostedUiDomain: 'login.' }),
    answers: {},
  },
  'version 1, answers': { form: null, answers: { code: '123' } },
};

describe('drafts of each build there was', () => {
  test.each(Object.entries(fixtures))('%s', (name, draft) => {
    const value = READ_AS[name as keyof typeof fixtures];
    expect(KEY.read(KEY.formerKeys?.envelopeOf({ draft }))).toEqual({ value, setAside: [] });
    const stored = JSON.parse(JSON.stringify(KEY.entry(value).envelope));
    expect(KEY.read(stored)).toEqual({ value, setAside: [] });
  });

  test('there was none', () => expect(KEY.read(undefined).value).toEqual(EMPTY_DRAFT));
});

describe('a draft', () => {
  test('belongs to one profile, or to a form that makes a new one', () => {
    expect([KEY.area, KEY.key, draftKey(null).key]).toEqual(['session', 'draft:p1', 'draft:new']);
  });

  test.each(['draft', null, { form: null }, { form: {}, answers: {} }])('is not made of %j', (value) => {
    const envelope = { version: 2, value };
    expect(KEY.read(envelope)).toEqual({ value: EMPTY_DRAFT, setAside: [envelope] });
  });
});
