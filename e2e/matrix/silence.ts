import { API } from '../support/story';
import type { Initiator } from './initiators';
import { isReading, type Policy, policyOf } from './policy';
import type { RequestKind } from './request-kind';

const FROM_NO_ORIGIN: readonly string[] = [
  'fetch in an about:blank iframe',
  'fetch in a worker',
  'fetch in a shared worker',
  'fetch in a service worker',
  'fetch passed on by a service worker',
];

/** Whether a browser is known to send no such request from there. */
export function isKnownSilent(policy: Policy, kind: RequestKind, initiator: Initiator): boolean {
  const { browser } = policy;
  // It waits for an answer that nobody gives.
  if (policy.asks && isReading(kind, initiator) && policyOf(policy, kind, initiator) === false) return true;
  // No page can frame the hold page.
  if (kind.name === 'hold page' && initiator.frame) return true;
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
