import type { BrowserName } from '../support/browser-under-test';
import { API } from '../support/story';
import { ALLOWED } from './hosts';
import type { Initiator } from './initiators';
import type { RequestKind } from './request-kind';
import { residualOf } from './residuals';

const TRUSTED: readonly string[] = [API, ALLOWED];

/** Whether the request should carry the token; a letter where it does by a known residual risk. */
export function policyOf(browser: BrowserName, kind: RequestKind, initiator: Initiator): boolean | string {
  if (kind.method === 'OPTIONS') return false;
  if (isWholePage(kind, initiator) && kind.method === undefined) return true;
  if (kind.isOpaque || initiator.isSandboxed || !TRUSTED.includes(initiator.frame ?? initiator.top)) {
    return false;
  }
  if (TRUSTED.includes(initiator.top)) return true;
  return residualOf(browser, kind, isWholePage(kind, initiator)) ?? false;
}

function isWholePage({ destination, isOpaque }: RequestKind, { frame }: Initiator): boolean {
  return !isOpaque && (destination === 'page' || (destination === 'self' && !frame));
}
