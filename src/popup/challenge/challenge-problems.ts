import type { AuthErrorCode } from '../../core/auth-error';
import type { ChallengeField } from '../../core/session/challenge';

// The attributes that may serve as user names, of which each may have one user only. Source: Cognito API, `AliasAttributes`.
const ALIASES = ['email', 'phone_number', 'preferred_username'];

// A failure stands beside the field that has to change, the first of these that is there. All others stand below.
const FIELDS_OF_ERROR: Partial<Record<AuthErrorCode, readonly string[]>> = {
  codeMismatch: ['code', 'answer'],
  answerNotAccepted: ['answer'],
  codeExpired: ['code'],
  codeUsedAlready: ['code'],
  tooManyFailedAttempts: ['code'],
  passwordPolicy: ['newPassword'],
  passwordHistory: ['newPassword'],
  wrongPassword: ['challengePassword'],
  lockedOut: ['challengePassword'],
};

/** The id of the field beside which a failure belongs, or null if it is not about one of these. */
export function fieldOfProblem(code: AuthErrorCode, fields: readonly ChallengeField[]): string | null {
  if (code === 'aliasExists') return aliasAmong(fields);
  const ids = fields.map(({ id }) => id);
  return FIELDS_OF_ERROR[code]?.find((id) => ids.includes(id)) ?? null;
}

function aliasAmong(fields: readonly ChallengeField[]): string | null {
  const alias = fields.find((field) => field.kind === 'attribute' && ALIASES.includes(field.attribute));
  return alias?.id ?? null;
}
