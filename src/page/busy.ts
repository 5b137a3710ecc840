import { text } from '../browser/texts';
import { within } from './elements';

/**
 * Disables the controls of a view while something is under way, and says what.
 * @param saying the key of what is said
 * @returns ends it; the focus goes back to where it was
 */
export function startBusy(root: HTMLElement, saying: string): () => void {
  const controls = within(root, 'fieldset', HTMLFieldSetElement);
  const focused = document.activeElement;
  controls.disabled = true;
  root.setAttribute('aria-busy', 'true');
  sayStatus(root, saying);
  return () => {
    controls.disabled = false;
    root.removeAttribute('aria-busy');
    sayStatus(root, null);
    // A disabled control loses the focus.
    if (focused instanceof HTMLElement && root.contains(focused)) focused.focus();
  };
}

/** Says a piece of news in the view's place for it; null takes it back. */
export function sayStatus(root: HTMLElement, key: string | null): void {
  within(root, '.status', HTMLElement).textContent = key === null ? '' : text(key);
}
