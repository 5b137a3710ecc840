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

/** The request as rules see it. Both texts have to be URLs. */
export function requestOf(question: Question): NetRequest {
  const { url, page, sentAs } = question;
  const initiator = page === null ? null : new URL(page).hostname;
  return {
    ...AS_SENT[isNavigation(question) ? 'link' : sentAs],
    url: new URL(url),
    initiator,
    top: initiator,
  };
}
