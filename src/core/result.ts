/** What a parser gives: the value, or a problem that names what is wrong with the input. */
export type Result<T, P> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: P };

/** Wraps a parsed value. */
export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Wraps the reason why an input was refused. */
export function failure<P>(problem: P): { readonly ok: false; readonly problem: P } {
  return { ok: false, problem };
}
