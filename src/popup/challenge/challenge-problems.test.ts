import { describe, expect, it } from 'vitest';
import type { ChallengeField } from '../../core/session/challenge';
import { fieldOfProblem } from './challenge-problems';

const CODE: ChallengeField = { id: 'code', kind: 'code' };
const NEW_PASSWORD: ChallengeField = { id: 'newPassword', kind: 'newPassword' };
const PASSWORD: ChallengeField = { id: 'challengePassword', kind: 'password' };
const ANSWER: ChallengeField = { id: 'answer', kind: 'answer' };
const NAME: ChallengeField = {
  id: 'userAttributes.given_name',
  kind: 'attribute',
  attribute: 'given_name',
};
const EMAIL: ChallengeField = { id: 'userAttributes.email', kind: 'attribute', attribute: 'email' };

describe('a refused answer', () => {
  it.each([
    ['codeMismatch', [CODE, NEW_PASSWORD], 'code'],
    ['passwordPolicy', [CODE, NEW_PASSWORD], 'newPassword'],
    ['wrongPassword', [CODE, PASSWORD], 'challengePassword'],
    ['codeMismatch', [ANSWER], 'answer'],
    ['aliasExists', [NEW_PASSWORD, NAME, EMAIL], 'userAttributes.email'],
  ] as const)('%s of %j stands beside %s', (code, fields, id) => {
    expect(fieldOfProblem(code, fields)).toBe(id);
  });

  it.each([
    ['codeMismatch', [NEW_PASSWORD]],
    ['aliasExists', [NEW_PASSWORD, NAME]],
    ['unreachable', [CODE]],
  ] as const)('%s of %j stands below, where there is no field for it', (code, fields) => {
    expect(fieldOfProblem(code, fields)).toBeNull();
  });
});
