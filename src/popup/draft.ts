import { ask } from '../browser/requests';
import type { ChallengeAnswers, ChallengeField } from '../core/challenge';
import {
  EMPTY_FORM,
  PROFILE_FIELDS,
  type ProfileField,
  type ProfileForm,
  parseForm,
} from '../core/profile-form';
import type { Draft } from '../core/protocol';

/**
 * The form in what was typed, and nothing else of it: the password has no place in a form.
 * @param typed gives what stands in a field's control
 */
export function formOfTyped(typed: (field: ProfileField) => string): ProfileForm {
  return parseForm(Object.fromEntries(PROFILE_FIELDS.map((field) => [field, typed(field)]))) ?? EMPTY_FORM;
}

/** The answers that may be kept while half typed: all but new passwords. */
export function keepableAnswers(
  fields: readonly ChallengeField[],
  answers: ChallengeAnswers,
): ChallengeAnswers {
  const keepable = fields.filter((field) => field.kind !== 'newPassword');
  return Object.fromEntries(keepable.map((field) => [field.id, answers[field.id] ?? '']));
}

/**
 * Has the background keep what is being typed. Call it on every input, not delayed: the popup can be closed at any
 * moment, and then there is nothing left to flush.
 */
export function saveDraft(draft: Draft): void {
  // Nobody waits for the answer; `ask` never rejects.
  void ask({ type: 'saveDraft', draft });
}
