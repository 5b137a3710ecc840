import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_FORM, type ProfileForm } from '../core/profile/profile-form';
import { CREDENTIAL_FIELDS } from '../core/profile/sign-in-method';
import type { ChallengeField } from '../core/session/challenge';
import { keepableAnswers, saveDraft } from './draft';
import { formOfTyped } from './form/typed-form';

const sent = vi.hoisted((): unknown[] => []);
vi.mock('../browser/requests', () => ({
  askOfShown: async (request: unknown) => {
    sent.push(request);
    return { ok: true, value: null };
  },
}));

beforeEach(() => {
  sent.length = 0;
});

describe('a draft', () => {
  it('holds the fields of the form and never asks for a credential', () => {
    const read: string[] = [];
    const form = formOfTyped((field) => {
      read.push(field);
      return field === 'apiHosts' ? 'typed hosts' : EMPTY_FORM[field];
    });
    expect(Object.keys(form).sort()).toEqual(Object.keys(EMPTY_FORM).sort());
    expect(read).toContain('username');
    for (const credential of CREDENTIAL_FIELDS) expect(read).not.toContain(credential);
    expect(form.apiHosts).toBe('typed hosts');
  });

  it('holds the choices of the form', () => {
    const chosen: Partial<ProfileForm> = {
      tokenUse: 'access',
      signInMethod: 'passwordPlain',
      headerName: 'X-Api-Token',
      headerPrefix: '',
    };
    const form = formOfTyped((field) => chosen[field] ?? EMPTY_FORM[field]);
    expect(form).toEqual({ ...EMPTY_FORM, ...chosen });
  });

  it('holds a code and attributes, but no password, old or new', () => {
    const fields: ChallengeField[] = [
      { id: 'newPassword', kind: 'newPassword' },
      { id: 'challengePassword', kind: 'password' },
      { id: 'userAttributes.email', kind: 'attribute', attribute: 'email' },
      { id: 'code', kind: 'code' },
    ];
    const answers = {
      newPassword: 'secret',
      challengePassword: 'old',
      'userAttributes.email': 'jane@',
      code: '12',
    };
    expect(keepableAnswers(fields, answers)).toEqual({ 'userAttributes.email': 'jane@', code: '12' });
  });

  it('is sent in the same turn, because the popup may close in the next', () => {
    saveDraft({ form: null, answers: { code: '1' } });
    expect(sent).toEqual([{ type: 'saveDraft', draft: { form: null, answers: { code: '1' } } }]);
  });
});
