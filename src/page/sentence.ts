import type { AuthProblem } from '../core/auth-error';
import type { FieldProblem } from '../core/profile/form-problem';

/** A text of the message catalogue that is still to be looked up: its key, and what stands in its places. */
export type Sentence = readonly [key: string, ...substitutions: string[]];

/** More of a typed value than this is not quoted back. */
const MAX_QUOTED = 48;

/** What happened and what to do, for a failure. */
export function sentenceOfAuthProblem({ code, detail }: AuthProblem): Sentence {
  return [`authError_${code}`, detail];
}

/** What is wrong with a field and what to do, quoting the offending line. */
export function sentenceOfFieldProblem({ code, quoted }: Omit<FieldProblem, 'field'>): Sentence {
  return [`fieldProblem_${code}`, abbreviate(quoted)];
}

function abbreviate(value: string): string {
  return value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value;
}
