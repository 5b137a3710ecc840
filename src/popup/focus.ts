import type { Control } from '../page/elements';

/** Puts the focus into a control, wherever it is folded away, and selects what is in it to be typed over. */
export function focusOn(control: Control): void {
  const folded = control.closest('details');
  if (folded) folded.open = true;
  control.focus();
  if (control instanceof HTMLInputElement) control.select();
}

/** The first control that is required, shown and still empty. */
export function firstEmpty(root: HTMLElement): Control | null {
  const required = root.querySelectorAll<Control>('[required]');
  return [...required].find((each) => each.value === '' && each.checkVisibility()) ?? null;
}
