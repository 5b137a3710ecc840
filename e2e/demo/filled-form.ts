import type { ChromiumExtension } from '../support/chromium-extension';
import { Popup } from '../support/popup';
import { waitUntil } from '../support/wait-until';

/**
 * Types into the popup's form by its labels and closes it: the extension keeps the half-filled form, so that whoever
 * opens the popup next finds it filled.
 */
export async function leaveFilledForm(
  extension: ChromiumExtension,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  // Not openPopup: that one shrinks the window to the popup's size.
  const page = await extension.context.newPage();
  await page.goto(`${extension.origin}/src/popup/popup.html`);
  const popup = new Popup(extension, page);
  await popup.field('User pool ID').waitFor();
  await popup.fill(values);
  await waitUntil('the half-filled form in the extension', async () => {
    const kept = await page.evaluate(async () => JSON.stringify(await chrome.storage.session.get()));
    return Object.values(values).every((value) => kept.includes(JSON.stringify(value)));
  });
  await page.close();
}
