import { text } from '../browser/texts';

/** Puts the catalogue's texts where the page's `data-` attributes name them. */
export function fillTexts(page: Document): void {
  page.documentElement.lang = text('languageTag');
  fillTextsIn(page);
}

/** The same for a part of it: what stands in a template is not reached from the page. */
export function fillTextsIn(part: ParentNode): void {
  for (const each of part.querySelectorAll<HTMLElement>('[data-text]')) {
    each.textContent = text(each.dataset.text ?? '');
  }
  for (const each of part.querySelectorAll<HTMLElement>('[data-placeholder]')) {
    each.setAttribute('placeholder', text(each.dataset.placeholder ?? ''));
  }
  for (const each of part.querySelectorAll<HTMLElement>('[data-label]')) {
    each.setAttribute('aria-label', text(each.dataset.label ?? ''));
  }
}
