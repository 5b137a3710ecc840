import type { PageTools, RequestKind } from './request-kind';

/** What a page is asked to send: the name of a kind and the URL for it. */
export type Task = readonly [kind: string, url: string];

type Senders = Readonly<Record<string, NonNullable<RequestKind['send']>>>;

/** Runs in the matrix's pages, as text: does the tasks it is sent, or hands them to its frame. */
export function drive(senders: Senders): void {
  const tools: PageTools = {
    add: (tag, properties) => {
      const element = Object.assign(document.createElement(tag), properties);
      document.body.append(element);
      return element;
    },
    fetching: (url) => `<script>fetch(${JSON.stringify(url)}, { mode: 'no-cors' })</script>`,
    holdPage: new URL(location.href).searchParams.get('hold') ?? '',
    target: window === window.top ? '_self' : '_blank',
  };
  const attempt = async ([kind, url]: Task) => senders[kind]?.(url, tools);
  document.documentElement.dataset.driven = 'yes';
  addEventListener('message', ({ data }) => {
    if (!Array.isArray(data?.tasks)) return;
    const inner = document.querySelector<HTMLIFrameElement>('#inner');
    if (inner) inner.contentWindow?.postMessage(data, '*');
    // What a browser refuses to send is seen by the servers' silence.
    else for (const task of data.tasks) attempt(task).catch(() => undefined);
  });
}

/**
 * Sent to a tab: passes tasks to the page's own script, so that it is the page that sends the requests. A little later: where
 * a page leaves before its answer is on its way, Firefox's driver at times waits for it for ever.
 */
export function passTasks(tasks: readonly Task[]): void {
  setTimeout(() => window.postMessage({ tasks }, '*'), 30);
}

/** Sent to a tab: whether it shows a page, and the scripts of the page and of its frame run. */
export function isDriven(page: string): boolean {
  const { readyState, documentElement } = document;
  // Without the user name that the address may have.
  const isThere = location.href.endsWith(page.slice(page.indexOf('@') + 1));
  return isThere && readyState === 'complete' && documentElement.dataset.driven === 'yes';
}

/** Sent to a tab: whether it shows the hold page, and this asks whether to go on. */
export function isQuestion(): boolean {
  return document.querySelector<HTMLElement>('#goOn')?.hidden === false;
}
