import { API } from '../support/story';
import { ALLOWED, FOREIGN, REFUSED } from './hosts';

/** A place that requests come from: a page, and the frame in it that sends them, if it is not the page itself. */
export interface Initiator {
  readonly name: string;
  /** The host of the tab's page. */
  readonly top: string;
  /** The host of the frame in it. */
  readonly frame?: string;
  /** https unless said. */
  readonly scheme?: 'http';
  /** Whether the answer's own headers take the page's origin away (`Content-Security-Policy: sandbox`). */
  readonly isSandboxed?: boolean;
}

export const OWN: Initiator = { name: 'own', top: API };

/** The same column under rules that let through what the product's do not. */
export const FOREIGN_UNDER_NAIVE_RULE: Initiator = { name: 'foreign, naive rule', top: FOREIGN };

/** Pages that rules take for own ones by their names, and that only the browser's own check keeps from most. */
const NEXT_TO_OWN: readonly Initiator[] = [
  { name: 'sub-domain', top: `usercontent.${API}` },
  { name: 'sub-domain of allowed', top: `usercontent.${ALLOWED}` },
  { name: 'http twin', top: API, scheme: 'http' },
  { name: 'refused', top: REFUSED },
];

/** The columns of the request matrix where every host is granted. */
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

/** The columns where only what the user has clicked is granted. */
export const CLICKED_INITIATORS: readonly Initiator[] = [...INITIATORS, ...NEXT_TO_OWN];

/** The columns where other links ask first: one of each sort of page. */
export const ASKED_INITIATORS = CLICKED_INITIATORS.filter(({ name }) =>
  ['own', 'allowed', 'foreign', 'allowed, sandboxed', 'sub-domain', 'http twin'].includes(name),
);

/** Whether a request is from an own or an allowed page, wherever that is framed. */
export function isOwnOrAllowed({ top, frame, scheme, isSandboxed }: Initiator): boolean {
  return !isSandboxed && scheme !== 'http' && [API, ALLOWED].includes(frame ?? top);
}

/** Whether rules take it for an own or an allowed page by its name. */
export function isNextToOwn({ name }: Initiator): boolean {
  return NEXT_TO_OWN.some((each) => each.name === name && each.top !== REFUSED);
}

let pages = 0;

/**
 * A new page to open for it. It takes tasks by message and hands them to its frame, if it has one.
 * @param holdPage the hold page's address, for the kind that opens it
 */
export function pageOf({ top, frame, scheme, isSandboxed }: Initiator, holdPage = ''): string {
  pages += 1;
  // The number keeps a browser from taking it for the page that it shows already.
  const page = `${scheme ?? 'https'}://${top}/matrix/${isSandboxed ? 'sandboxed' : 'page'}?page=${pages}&hold=${encodeURIComponent(holdPage)}`;
  return frame ? `${page}&frame=${encodeURIComponent(`https://${frame}/matrix/page`)}` : page;
}
