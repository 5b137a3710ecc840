import browser from 'webextension-polyfill';

/**
 * Shows a sign on the toolbar icon.
 * @param text a few characters; empty for none
 * @param title what a pointer over the icon, or a screen reader, says
 * @param color any CSS colour
 */
export async function showBadge(text: string, title: string, color: string): Promise<void> {
  await browser.action.setBadgeText({ text });
  await browser.action.setBadgeBackgroundColor({ color });
  await browser.action.setTitle({ title });
}
