/** What kind of control a name belongs to. */
type ControlKind = 'field' | 'button' | 'switch' | 'closedDetails';

/** A control that is wanted. */
export interface ControlWish {
  readonly kind: ControlKind;
  readonly name: string;
}

/**
 * Runs in the popup: finds a control that can be used now, by the name that a screen reader says, its label's or its own text.
 * Stands alone, because it is sent as text.
 */
export function findControl({ kind, name }: ControlWish): Element | null {
  const selectors: Record<ControlKind, string> = {
    field: 'input:not([role=switch]), textarea, select',
    button: 'button, [role=button]',
    switch: '[role=switch]',
    closedDetails: 'details:not([open]) > summary',
  };
  const namesOf = (element: Element): (string | null)[] => {
    const labels = 'labels' in element ? [...((element.labels ?? []) as Iterable<Element>)] : [];
    const isNamedByContent = element.matches('button, [role=button], summary');
    const sources = isNamedByContent && labels.length === 0 ? [element] : labels;
    return [element.getAttribute('aria-label'), ...sources.map(({ textContent }) => textContent)];
  };
  const isUsable = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled');
  const isWanted = (element: Element) =>
    namesOf(element).some((each) => each?.trim() === name) && isUsable(element);
  return [...document.querySelectorAll(selectors[kind])].find(isWanted) ?? null;
}

/** Runs in the popup: whether a text can be read in it, all of it in one place. */
export function showsText(wanted: string): boolean {
  const holds = (element: Element) => element.textContent?.includes(wanted) ?? false;
  const innermost = [...document.querySelectorAll('body *')].filter(
    (element) => holds(element) && ![...element.children].some(holds),
  );
  return innermost.some((element) => element.checkVisibility({ visibilityProperty: true }));
}

/** Runs in the popup: what the alerts say that can be seen, null where there are none. */
export function shownAlert(): string | null {
  const alerts = [...document.querySelectorAll('[role=alert]')].filter((each) => each.checkVisibility());
  const texts = alerts.map(({ textContent }) => textContent?.trim()).filter(Boolean);
  return texts.length > 0 ? texts.join('\n') : null;
}
