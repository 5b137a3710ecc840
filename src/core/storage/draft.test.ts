import { describe, expect, test } from 'vitest';
import { aForm } from '../../testing/builders';
import { EMPTY_DRAFT, parseDraft } from './draft';

const form = aForm({ clientSecret: 's3cret', allowedPages: 'app.example.com' });

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
