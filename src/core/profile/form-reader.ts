import type { Result } from '../result';
import { type ApiHost, type ApiHostProblem, hostText, MAX_HOSTS } from './api-host';
import type { FieldProblemCode } from './field-problem-code';

interface Problem<Field> {
  readonly field: Field;
  readonly code: FieldProblemCode;
  readonly quoted: string;
}

/** Reads one field of a form after the other, and remembers what is wrong with each. */
export class FormReader<Form extends object> {
  readonly problems: Problem<keyof Form & string>[] = [];
  readonly form: Form;
  readonly #secrets: readonly string[];

  /** @param secrets the fields of which nothing may be quoted */
  constructor(form: Form, secrets: readonly (keyof Form)[]) {
    this.form = form;
    this.#secrets = secrets.map(String);
  }

  take<T>(field: keyof Form & string, result: Result<T, FieldProblemCode>): T | null {
    if (result.ok) return result.value;
    const quoted = this.#secrets.includes(field) ? '' : withoutUserinfo(String(this.form[field]).trim());
    this.problems.push({ field, code: result.problem, quoted });
    return null;
  }

  /** Takes a list of hosts, one a line, each of which counts once. */
  takeLines<T extends ApiHost>(
    field: keyof Form & string,
    parse: (text: string) => Result<T, ApiHostProblem>,
    isRequired: boolean,
  ): readonly T[] {
    const lines = String(this.form[field])
      .split(/[\s,]+/)
      .filter((line) => line !== '');
    if (lines.length === 0 && isRequired) return this.#refuse(field, 'hostEmpty', '');
    if (lines.length > MAX_HOSTS) return this.#refuse(field, 'tooManyHosts', String(lines.length));
    const hosts = new Map<string, T>();
    for (const line of lines) {
      const host = parse(line);
      if (!host.ok) return this.#refuse(field, host.problem, withoutUserinfo(line));
      hosts.set(hostText(host.value), host.value);
    }
    return [...hosts.values()];
  }

  #refuse(field: keyof Form & string, code: FieldProblemCode, quoted: string): readonly never[] {
    this.problems.push({ field, code, quoted });
    return [];
  }
}

// A URL may hold a password, and this is shown and sent on.
function withoutUserinfo(line: string): string {
  return line.replace(/[^/]*@/, '');
}
