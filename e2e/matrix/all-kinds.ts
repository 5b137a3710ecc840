import { FRAME_KINDS } from './frame-kinds';
import type { Initiator } from './initiators';
import { NAVIGATION_KINDS } from './navigation-kinds';
import type { RequestKind } from './request-kind';
import { RESOURCE_KINDS } from './resource-kinds';
import { WORKER_KINDS } from './worker-kinds';

/** Every kind that a page can send. */
export const ALL_KINDS: readonly RequestKind[] = [
  ...RESOURCE_KINDS,
  ...FRAME_KINDS,
  ...WORKER_KINDS,
  ...NAVIGATION_KINDS,
];

/**
 * When a page sends it: with others; alone, once nothing else is to be done; with others that open windows; or last, and
 * alone, because it leads away.
 */
export type Turn = 'together' | 'putOff' | 'windows' | 'away';

export function turnOf({ destination, isPutOff, isInNewWindow }: RequestKind, { frame }: Initiator): Turn {
  if (isPutOff) return 'putOff';
  if (destination === 'within') return 'together';
  // What a framed page links to opens in a new window, too.
  return isInNewWindow || (destination === 'page' && frame) ? 'windows' : 'away';
}
