import { text } from '../../browser/texts';
import type { ProfileForm } from '../../core/profile/profile-form';
import { understoodForm } from '../../core/profile/understood-form';
import { element } from '../../page/elements';
import type { Sentence } from '../../page/sentence';
import { adviseHosts, type HostNote } from './host-advice';

/** The fields that hold hosts. */
const ADVISED_FIELDS = ['apiHosts', 'allowedPages'] as const;

/** What is refused, by field. */
export type Refusals = Readonly<Record<string, Sentence | null>>;

/** Shows the notes on the hosts below their fields. @returns what is refused in each */
export function adviseFields(typed: ProfileForm): Refusals {
  const form = understoodForm(typed);
  return Object.fromEntries(
    ADVISED_FIELDS.map((field) => {
      const { refusal, notes } = adviseHosts(form[field]);
      element(`${field}Advice`, HTMLElement).replaceChildren(...notes.map(noteLine));
      return [field, refusal];
    }),
  );
}

function noteLine({ kind, sentence }: HostNote): HTMLElement {
  const line = document.createElement('p');
  line.className = kind === 'mixed' ? 'warning' : '';
  line.textContent = text(...sentence);
  return line;
}
