import { element } from '../../page/elements';

/** Shows what the pool's own code has to say, name by name. */
export function writeParameters(parameters: Readonly<Record<string, string>>): void {
  const lines = Object.entries(parameters).flatMap(([name, value]) => [line('dt', name), line('dd', value)]);
  element('publicParameters', HTMLElement).replaceChildren(...lines);
}

function line(tag: 'dt' | 'dd', words: string): HTMLElement {
  const created = document.createElement(tag);
  created.textContent = words;
  return created;
}
