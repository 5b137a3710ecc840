import type { BrowserName } from '../support/browser-under-test';
import { API } from '../support/story';
import type { Initiator } from './initiators';
import type { RequestKind } from './request-kind';

const FROM_NO_ORIGIN: readonly string[] = [
  'fetch in an about:blank iframe',
  'fetch in a worker',
  'fetch in a shared worker',
  'fetch in a service worker',
  'fetch passed on by a service worker',
];

/** Whether a browser is known to send no such request from there. */
export function isKnownSilent(browser: BrowserName, kind: RequestKind, initiator: Initiator): boolean {
  // A page does not ask its own host first.
  if (kind.method === 'OPTIONS') return isSameOrigin(initiator);
  // Firefox knows no speculation rules, Chromium heeds none in a frame of another site.
  if (kind.name.startsWith('speculation')) return browser === 'firefox' || initiator.frame !== undefined;
  // Only secure pages have service workers.
  if (initiator.scheme === 'http' && kind.name.endsWith('service worker')) return true;
  // A worker's script has to be of the page's own origin, and so has a document to be written into.
  return initiator.isSandboxed === true && FROM_NO_ORIGIN.includes(kind.name);
}

function isSameOrigin({ top, frame, scheme, isSandboxed }: Initiator): boolean {
  return (frame ?? top) === API && scheme !== 'http' && !isSandboxed;
}
