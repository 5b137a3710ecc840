import { askOfShown } from '../browser/requests';
import type { ChallengeAnswers, ChallengeField } from '../core/session/challenge';
import type { Draft } from '../core/storage/draft';

/** The answers that may be kept while half typed: all but passwords. */
export function keepableAnswers(
  fields: readonly ChallengeField[],
  answers: ChallengeAnswers,
): ChallengeAnswers {
  const keepable = fields.filter(({ kind }) => kind !== 'newPassword' && kind !== 'password');
  return Object.fromEntries(keepable.map(({ id }) => [id, answers[id] ?? '']));
}

/**
 * Has the background keep what is being typed. Call it on every input, not delayed: the popup can be closed at any
 * moment, and then there is nothing left to flush.
 */
export function saveDraft(draft: Draft): void {
  // Nobody waits for the answer; `askOfShown` never rejects.
  void askOfShown({ type: 'saveDraft', draft });
}
