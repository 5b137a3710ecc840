import type { ChallengeAnswers, ChallengeField } from '../core/challenge';
import { control, element, within } from '../page/elements';
import { attributeLabel } from './attribute-label';

/** Shows the controls of these fields, empty or with what was typed before, and no others. */
export function writeAnswers(fields: readonly ChallengeField[], answers: ChallengeAnswers): void {
  showField('code', fields);
  showField('newPassword', fields);
  const attributes = fields.filter((field) => field.kind === 'attribute');
  element('attributes', HTMLElement).replaceChildren(...attributes.map(attributeBlock));
  for (const { id } of fields) control(id).value = answers[id] ?? '';
}

/** What stands in the controls of these fields. */
export function readAnswers(fields: readonly ChallengeField[]): ChallengeAnswers {
  return Object.fromEntries(fields.map(({ id, kind }) => [id, answerOf(kind, control(id).value)]));
}

// Codes are shown, and pasted, in groups: "123 456".
function answerOf(kind: ChallengeField['kind'], typed: string): string {
  return kind === 'code' ? typed.replace(/\s+/g, '') : typed;
}

function showField(kind: 'code' | 'newPassword', fields: readonly ChallengeField[]): void {
  element(`${kind}Field`, HTMLElement).hidden = !fields.some((field) => field.kind === kind);
}

function attributeBlock({ id, attribute }: Extract<ChallengeField, { kind: 'attribute' }>): DocumentFragment {
  const block = element('attributeTemplate', HTMLTemplateElement).content.cloneNode(true) as DocumentFragment;
  const label = within(block, 'label', HTMLLabelElement);
  label.textContent = attributeLabel(attribute);
  label.htmlFor = id;
  const input = within(block, 'input', HTMLInputElement);
  input.id = id;
  input.setAttribute('aria-describedby', `${id}Problem`);
  within(block, '.problem', HTMLElement).id = `${id}Problem`;
  return block;
}
