/** A thing that the user types into or chooses with. */
export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

type ElementClass<T extends Element> = abstract new () => T;

/**
 * The element of the static page with this id.
 * @throws Error if there is none of that class: the page and its script do not fit together
 */
export function element<T extends Element>(id: string, type: ElementClass<T>): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw missing(id);
}

/**
 * The first element below another that a selector finds.
 * @throws Error if there is none of that class
 */
export function within<T extends Element>(root: ParentNode, selector: string, type: ElementClass<T>): T {
  const found = root.querySelector(selector);
  if (found instanceof type) return found;
  throw missing(selector);
}

/**
 * The control of the static page with this id.
 * @throws Error if there is none
 */
export function control(id: string): Control {
  const found = document.getElementById(id);
  if (found instanceof HTMLInputElement) return found;
  if (found instanceof HTMLTextAreaElement || found instanceof HTMLSelectElement) return found;
  throw missing(id);
}

/** A new copy of what stands in the template with this id. */
export function cloneOf(id: string): DocumentFragment {
  return element(id, HTMLTemplateElement).content.cloneNode(true) as DocumentFragment;
}

/** Shows or hides the control with this id, with its label and whatever else belongs to its field. */
export function showField(id: string, isShown: boolean): void {
  const field = control(id).closest<HTMLElement>('.field');
  if (!field) throw missing(`field of ${id}`);
  field.hidden = !isShown;
}

/** Calls back when the button with this id is pressed. */
export function onClick(id: string, listener: () => void): void {
  element(id, HTMLButtonElement).addEventListener('click', listener);
}

/** Calls back when the form with this id is sent, which goes nowhere. */
export function onSubmit(id: string, listener: () => void): void {
  element(id, HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    listener();
  });
}

function missing(what: string): Error {
  return new Error(`the page has no ${what}`);
}
