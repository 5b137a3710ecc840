import type { BrowserName } from '../support/browser-under-test';
import { type Initiator, isNextToOwn, isOwnOrAllowed, OWN } from './initiators';
import type { RequestKind } from './request-kind';
import { residualOf } from './residuals';

/** What the rules are made for. */
export interface Policy {
  readonly browser: BrowserName;
  /** Whether the frames and forms of own and allowed pages carry the token, which the user has to choose. */
  readonly frames: boolean;
  /** Whether navigations ask first that neither the user nor an own or allowed page has begun. */
  readonly asks: boolean;
}

/** Whether the request should carry the token; a letter where it does by a known residual risk. */
export function policyOf(policy: Policy, kind: RequestKind, initiator: Initiator): boolean | string {
  if (kind.method === 'OPTIONS') return false;
  if (isReading(kind, initiator)) return !policy.asks || mayGoOn(kind, initiator);
  if (isFrameOrForm(kind, initiator) && !policy.frames) return false;
  if (kind.isOpaque || initiator.isSandboxed) return false;
  // The browser asks for access to the page for everything but these.
  if (isNextToOwn(initiator)) return isFrameOrForm(kind, initiator) ? 'F' : false;
  if (!isOwnOrAllowed(initiator)) return false;
  if (isOwnOrAllowed({ ...OWN, top: initiator.top })) return true;
  return residualOf(policy.browser, kind, isWholePage(kind, initiator)) ?? false;
}

/** Whether a navigation of a whole page only reads. */
export function isReading(kind: RequestKind, initiator: Initiator): boolean {
  return isWholePage(kind, initiator) && kind.method === undefined;
}

// A page that is loaded ahead of a click shows nobody a question.
function mayGoOn(kind: RequestKind, from: Initiator): boolean | string {
  const initiator = kind.isByNextPage ? { ...from, isSandboxed: false } : from;
  if (kind.isByStranger || kind.name.startsWith('speculation') || !isOwnOrAllowed(initiator)) return false;
  return isOwnOrAllowed({ ...OWN, top: initiator.top }) || 'N';
}

/** Whether what is asked for is to be shown, in a frame or, where it is no plain link, in a whole page. */
export function isFrameOrForm({ destination, isFrame }: RequestKind, { frame }: Initiator): boolean {
  return isFrame === true || destination === 'page' || (destination === 'self' && frame !== undefined);
}

function isWholePage({ destination, isOpaque }: RequestKind, { frame }: Initiator): boolean {
  return !isOpaque && (destination === 'page' || (destination === 'self' && !frame));
}
