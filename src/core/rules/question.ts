import type { HostAccess } from '../profile/host-access';
import { originOf } from './own-pages';
import type { NetRequest } from './rule-match';

/** The ways in which a page has the browser ask for a URL, as far as rules tell them apart. */
export const WAYS_TO_SEND = ['request', 'link', 'frameOrForm'] as const;
export type WayToSend = (typeof WAYS_TO_SEND)[number];

/** What a user wants to know about. */
export interface Question {
  readonly url: string;
  /** The page it comes from; null for a URL that is typed. */
  readonly page: string | null;
  /** How that page sends it; says nothing where there is none. */
  readonly sentAs: WayToSend;
}

const AS_SENT: Readonly<Record<WayToSend, Pick<NetRequest, 'type' | 'method'>>> = {
  request: { type: 'xmlhttprequest', method: 'get' },
  link: { type: 'main_frame', method: 'get' },
  // One stands for both: the same rules are about them.
  frameOrForm: { type: 'main_frame', method: 'post' },
};

/** Whether it is a whole page that the browser opens and only reads: a URL that is typed, or a link. */
export function isNavigation({ page, sentAs }: Question): boolean {
  return page === null || sentAs === 'link';
}

/** The request as rules see it; null where no browser would send one. Both texts have to be URLs. */
export function requestOf(question: Question, access: HostAccess): NetRequest | null {
  if (isNotOpened(question)) return null;
  const { url, page, sentAs } = question;
  const initiator = (page !== null && originOf(new URL(page), access)?.hostname) || null;
  return {
    ...AS_SENT[isNavigation(question) ? 'link' : sentAs],
    url: new URL(url),
    initiator,
    top: initiator,
  };
}

/**
 * Whether it is about a WebSocket that no browser opens: only the script of a page opens one, and its URL has no
 * fragment. Source: WHATWG, "WebSockets", the constructor.
 */
export function isNotOpened({ url, page, sentAs }: Question): boolean {
  const { protocol, href } = new URL(url);
  return /^wss?:$/.test(protocol) && (page === null || sentAs !== 'request' || href.includes('#'));
}
