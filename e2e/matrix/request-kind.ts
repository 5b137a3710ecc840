/** What the driver of a page lends to the senders, which stand alone because they are sent as text. */
export interface PageTools {
  /** Puts an element into the page. */
  add<Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    properties: Partial<HTMLElementTagNameMap[Tag]>,
  ): HTMLElementTagNameMap[Tag];
  /** An HTML document that does nothing but fetch a URL. */
  fetching(url: string): string;
  /** The hold page's address, to which that of a request is added. */
  readonly holdPage: string;
  /** Where links and forms lead: in a framed page to a new window, so that they stay navigations of a whole page. */
  readonly target: string;
}

/**
 * What the browser makes of it: a request within the page; a navigation of a page or window; a navigation of what the
 * sender sits in, which is a frame where the page is framed.
 */
type Destination = 'within' | 'page' | 'self';

/** One way to make a browser send a request. */
export interface RequestKind {
  readonly name: string;
  readonly destination: Destination;
  /** GET unless said. */
  readonly method?: 'POST' | 'PUT' | 'OPTIONS';
  /** Whether what sends it has no origin that could be named: a sandboxed frame, a `data:` document. */
  readonly isOpaque?: boolean;
  /** Whether somebody else than the page has a hand in it: an opaque opener, a redirect. */
  readonly isByStranger?: boolean;
  /** Whether another page of the sender's host sends it, to which the sender has gone: one that is not sandboxed. */
  readonly isByNextPage?: boolean;
  /** Whether a frame shows what is asked for. */
  readonly isFrame?: boolean;
  /** Whether what is asked for is shown in a new window, wherever the sender is. */
  readonly isInNewWindow?: boolean;
  /** Whether the browser waits with it until nothing else is to be done. */
  readonly isPutOff?: boolean;
  /** The row that sends it, where this row only looks at what came along, as a preflight does. */
  readonly sentBy?: string;
  /** Runs in the page. */
  readonly send?: (url: string, tools: PageTools) => unknown;
}
