import { expect, it } from 'vitest';
import { html } from './html';

it('shows what is put in as text', () => {
  const typed = '<img src=x onerror="alert(1)">&\'';
  expect(html`<b title="${typed}">${typed}</b>`.text).not.toMatch(/<img|onerror="|'/);
  expect(html`${1}<b>${'é <'}</b>`.text).toBe('1<b>é &#60;</b>');
});

it('puts parts of a page together', () => {
  const rows = ['a', '<'].map((name) => html`<li>${name}</li>`);
  expect(html`<ul>${rows}</ul>${html`<p>end</p>`}`.text).toBe('<ul><li>a</li><li>&#60;</li></ul><p>end</p>');
});
