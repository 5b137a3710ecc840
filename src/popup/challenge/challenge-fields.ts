import type { ChallengeAnswers, ChallengeField } from '../../core/session/challenge';
import { cloneOf, control, element, showField, within } from '../../page/elements';
import { attributeLabel } from './attribute-label';
import { readChoice, writeChoice } from './choice-group';

/** The fields that are part of the page; the others are made as they are asked for. */
const STATIC_FIELDS = ['code', 'newPassword', 'challengePassword', 'answer'] as const;

/** Shows the controls of these fields, empty or with what was typed before, and no others. */
export function writeAnswers(fields: readonly ChallengeField[], answers: ChallengeAnswers): void {
  for (const id of STATIC_FIELDS) {
    showField(
      id,
      fields.some((field) => field.id === id),
    );
  }
  const attributes = fields.filter((field) => field.kind === 'attribute');
  element('attributes', HTMLElement).replaceChildren(...attributes.map(attributeBlock));
  writeChoice(fields.find((field) => field.kind === 'choice')?.options ?? [], answers.choice);
  for (const { id } of fields.filter(isTyped)) control(id).value = answers[id] ?? '';
}

/** What stands in the controls of these fields. A passkey has none. */
export function readAnswers(fields: readonly ChallengeField[]): ChallengeAnswers {
  const typed = fields.filter(isTyped).map(({ id, kind }) => [id, answerOf(kind, control(id).value)]);
  const chosen = fields.filter(({ kind }) => kind === 'choice').map(({ id }) => [id, readChoice()]);
  return Object.fromEntries([...typed, ...chosen]);
}

/** Whether the answer is typed into a control of its own. */
function isTyped(field: ChallengeField): boolean {
  return field.kind !== 'choice' && field.kind !== 'passkey';
}

// Codes are shown, and pasted, in groups: "123 456".
function answerOf(kind: ChallengeField['kind'], typed: string): string {
  return kind === 'code' ? typed.replace(/\s+/g, '') : typed;
}

function attributeBlock({ id, attribute }: Extract<ChallengeField, { kind: 'attribute' }>): DocumentFragment {
  const block = cloneOf('attributeTemplate');
  const label = within(block, 'label', HTMLLabelElement);
  label.textContent = attributeLabel(attribute);
  label.htmlFor = id;
  const input = within(block, 'input', HTMLInputElement);
  input.id = id;
  input.setAttribute('aria-describedby', `${id}Problem`);
  within(block, '.problem', HTMLElement).id = `${id}Problem`;
  return block;
}
