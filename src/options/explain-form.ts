import { ask } from '../browser/requests';
import { text } from '../browser/texts';
import { element, onSubmit } from '../page/elements';
import { questionOf, sentenceOfExplanation } from './explanation';

/** Answers whether a request would carry the token, and why. @param onAsked runs before each answer */
export function watchExplainForm(onAsked: () => void): void {
  onSubmit('explain', () => {
    onAsked();
    void answer();
  });
}

async function answer(): Promise<void> {
  const typed = (id: string): string => element(id, HTMLInputElement).value;
  const place = element('explanation', HTMLElement);
  // The answer to the last question must not pass for one to this.
  place.textContent = '';
  const sentAs = element('sentAs', HTMLSelectElement).value;
  const reply = await ask({ type: 'explain', ...questionOf(typed('url'), typed('page'), sentAs) });
  place.textContent = text(
    ...(reply.ok ? sentenceOfExplanation(reply.value) : (['settingsFailed'] as const)),
  );
  place.classList.toggle('sent', reply.ok && reply.value.code === 'sent');
}
