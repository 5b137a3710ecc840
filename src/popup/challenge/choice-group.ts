import { text } from '../../browser/texts';
import { cloneOf, element, within } from '../../page/elements';
import { choiceName } from './challenge-texts';

/**
 * Shows a radio button for each option, and none for none.
 * @param chosen what was chosen before; without it the first one is
 */
export function writeChoice(options: readonly string[], chosen: string | undefined): void {
  const isOffered = chosen !== undefined && options.includes(chosen);
  const checked = isOffered ? chosen : options[0];
  const rows = options.map((option) => {
    const row = cloneOf('choiceTemplate');
    const input = within(row, 'input', HTMLInputElement);
    input.value = option;
    input.defaultChecked = option === checked;
    const name = choiceName(option);
    within(row, 'span', HTMLElement).textContent = name ? text(name) : option;
    return row;
  });
  const group = element('choices', HTMLElement);
  group.replaceChildren(...rows);
  group.hidden = options.length === 0;
}

/** The option that is chosen. */
export function readChoice(): string {
  return within(document, '#choices :checked', HTMLInputElement).value;
}
