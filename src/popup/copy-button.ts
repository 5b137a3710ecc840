import { text } from '../browser/texts';

/**
 * Makes a button copy a text when it is pressed.
 * @param says where to say whether it was copied
 * @param textOf gives the text to copy
 */
export function copyOnClick(button: HTMLButtonElement, says: HTMLElement, textOf: () => string): void {
  button.addEventListener('click', async () => {
    says.textContent = '';
    const isCopied = await navigator.clipboard.writeText(textOf()).then(
      () => true,
      () => false,
    );
    says.textContent = text(isCopied ? 'copied' : 'copyByHand');
  });
}
