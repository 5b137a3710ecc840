import type { Messages, Request, RequestType } from '../../core/messages/protocol';
import type { FieldProblem } from '../../core/profile/form-problem';

/** Answers one type of request. @throws AuthError for a failure; FieldProblemsError for a form that cannot be used */
type Handler<T extends RequestType> = (request: Request<T>) => Promise<Messages[T]['reply']>;

/** Answers every type of request. */
export type Handlers = { readonly [T in RequestType]: Handler<T> };

/** A form cannot be used as it was typed. */
export class FieldProblemsError extends Error {
  readonly fieldProblems: readonly FieldProblem[];

  constructor(fieldProblems: readonly FieldProblem[]) {
    super('fieldProblems');
    this.name = 'FieldProblemsError';
    this.fieldProblems = fieldProblems;
  }
}

/** @throws FieldProblemsError if there are problems */
export function refuseIfAny(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new FieldProblemsError(problems);
}
