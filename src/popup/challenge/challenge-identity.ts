import type { ChallengeView } from './challenge-texts';

/** Tells one challenge from the next: what is typed is kept while this stays the same. */
export function challengeIdentity({ problem: _, ...question }: ChallengeView): string {
  return JSON.stringify(question);
}
