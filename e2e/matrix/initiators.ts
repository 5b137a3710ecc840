import { API } from '../support/story';
import { ALLOWED, FOREIGN } from './hosts';

/** A place that requests come from: a page, and the frame in it that sends them, if it is not the page itself. */
export interface Initiator {
  readonly name: string;
  /** The host of the tab's page. */
  readonly top: string;
  /** The host of the frame in it. */
  readonly frame?: string;
  /** Whether the answer's own headers take the page's origin away (`Content-Security-Policy: sandbox`). */
  readonly isSandboxed?: boolean;
}

export const OWN: Initiator = { name: 'own', top: API };

/** The same column under rules that let through what the product's do not. */
export const FOREIGN_UNDER_NAIVE_RULE: Initiator = { name: 'foreign, naive rule', top: FOREIGN };

/** The columns of the request matrix. */
export const INITIATORS: readonly Initiator[] = [
  OWN,
  { name: 'allowed', top: ALLOWED },
  { name: 'foreign', top: FOREIGN },
  { name: 'foreign ⊃ allowed', top: FOREIGN, frame: ALLOWED },
  { name: 'foreign ⊃ own', top: FOREIGN, frame: API },
  { name: 'allowed ⊃ foreign', top: ALLOWED, frame: FOREIGN },
  { name: 'own ⊃ foreign', top: API, frame: FOREIGN },
  { name: 'allowed, sandboxed', top: ALLOWED, isSandboxed: true },
];

let pages = 0;

/** A new page to open for it. It takes tasks by message and hands them to its frame, if it has one. */
export function pageOf({ top, frame, isSandboxed }: Initiator): string {
  pages += 1;
  // The number keeps a browser from taking it for the page that it shows already.
  const page = `https://${top}/matrix/${isSandboxed ? 'sandboxed' : 'page'}?page=${pages}`;
  return frame ? `${page}&frame=${encodeURIComponent(`https://${frame}/matrix/page`)}` : page;
}
