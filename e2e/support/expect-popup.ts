import { expect } from 'playwright/test';
import { textOf } from './catalogue';
import type { Popup } from './popup';

/** Expects a problem's sentence beside the field that has to change, and nowhere else. */
export async function expectProblemAt(
  popup: Popup,
  label: string,
  key: string,
  ...substitutions: readonly string[]
): Promise<void> {
  const sentence = textOf(key, ...substitutions);
  await expect(popup.alert).toHaveText([sentence]);
  await expect(popup.field(label)).toHaveAttribute('aria-invalid', 'true');
  await expect(popup.field(label)).toHaveAccessibleDescription(new RegExp(escaped(sentence)));
}

/** Expects a problem's sentence below the view that is open, and nowhere else. */
export async function expectProblemBelow(
  popup: Popup,
  key: string,
  ...substitutions: readonly string[]
): Promise<void> {
  await expect(popup.alert).toHaveText([textOf(key, ...substitutions)]);
  await expect(popup.page.locator('main > :visible > .messages').getByRole('alert')).toBeVisible();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
