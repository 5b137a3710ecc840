/** Text that is HTML already, so that it is not escaped again. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | readonly Html[];

/** Template tag: what is put in is shown as text, whatever it holds; only `Html` goes in as it is. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const shown = values.map(toHtml);
  return new Html(parts.reduce((text, part, index) => text + shown[index - 1] + part));
}

function toHtml(value: Value): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
