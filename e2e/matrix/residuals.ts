import type { BrowserName } from '../support/browser-under-test';
import type { RequestKind } from './request-kind';

/** How a request may carry the token where it had better not, and why no rule keeps it from that. */
export const RESIDUALS: Readonly<Record<string, string>> = {
  R: 'R residual: a foreign page has framed the sender; Firefox has no condition on the page around a frame',
  N: 'N residual: a framed sender opens a window; a navigation has no page around it to name in a rule',
  F: 'F residual: where the user wants frames and forms to carry the token; rules name no scheme and no exact host',
  W: 'W residual: a worker of a framed page belongs to no tab, so that no rule sees the page around it',
};

const TABLESS: readonly string[] = [
  'fetch in a shared worker',
  'fetch in a service worker',
  'fetch passed on by a service worker',
];

/** The letter by which a request of an own or allowed page that a foreign one has framed carries the token. */
export function residualOf(browser: BrowserName, { name }: RequestKind, isWholePage: boolean): string | null {
  if (isWholePage) return 'N';
  if (browser === 'firefox') return 'R';
  return TABLESS.includes(name) ? 'W' : null;
}
