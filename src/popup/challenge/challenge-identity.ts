import type { ChallengedSessionView } from '../../core/views/session-view';

/** Tells one challenge from the next: what is typed is kept while this stays the same. */
export function challengeIdentity({ problem: _, ...question }: ChallengedSessionView): string {
  return JSON.stringify(question);
}
