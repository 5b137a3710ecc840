import { FRAME_KINDS } from './frame-kinds';
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

/** When a page sends it: with others; alone, once nothing else is to be done; or last, because it leads away. */
export type Turn = 'together' | 'putOff' | 'away';

export function turnOf({ destination, isPutOff }: RequestKind): Turn {
  if (isPutOff) return 'putOff';
  return destination === 'within' ? 'together' : 'away';
}
