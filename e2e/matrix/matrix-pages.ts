import type { ServerResponse } from 'node:http';
import type { Responder } from '../support/recording-sites';
import { ALL_KINDS } from './all-kinds';
import { drive } from './page-driver';
import { hop } from './redirect-hop';

const FETCH_BY_QUERY = "fetch(new URL(location.href).searchParams.get('fetch'), { mode: 'no-cors' });";

// Each is gone when it has done its work: Chromium speculates on no host that a service worker is registered for.
const SERVICE_WORKER = `
  addEventListener('message', ({ data }) =>
    fetch(data, { mode: 'no-cors' }).finally(() => registration.unregister()));
`;

const PASSING_WORKER = `
  addEventListener('fetch', (event) => {
    event.respondWith(fetch(event.request));
    if (new URL(event.request.url).pathname.startsWith('/leak/')) registration.unregister();
  });
`;

const SANDBOX = 'sandbox allow-scripts allow-forms allow-popups allow-top-navigation';

type Answer = (response: ServerResponse, url: URL) => void;

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/matrix/page': (response, url) => html(response, driverPage(url)),
  '/matrix/sandboxed': (response, url) => {
    response.setHeader('content-security-policy', SANDBOX);
    html(response, driverPage(url));
  },
  '/matrix/driver.js': (response) => script(response, driverScript()),
  '/matrix/worker.js': (response) => script(response, FETCH_BY_QUERY),
  '/matrix/service-worker.js': (response) => script(response, SERVICE_WORKER),
  '/matrix/passing-worker.js': (response) => script(response, PASSING_WORKER),
  '/matrix/passing/page': (response) => html(response, `<script>${FETCH_BY_QUERY}</script>`),
  '/matrix/hop': hop,
};

/** Answers for the matrix's own pages and scripts, and for whatever it asks for to see it arrive (`/leak/`). */
export const answerForMatrix: Responder = (request, response) => {
  const url = new URL(request.path, `${request.scheme}://${request.host}`);
  const answer = ANSWERS[url.pathname] ?? (url.pathname.startsWith('/leak/') ? target : undefined);
  if (!answer) return false;
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', '*');
  response.setHeader('access-control-allow-methods', '*');
  answer(response, url);
  return true;
};

function target(response: ServerResponse, url: URL): void {
  if (url.searchParams.has('to')) hop(response, url);
  else html(response, '');
}

function driverPage(url: URL): string {
  const frame = url.searchParams.get('frame');
  const inner = frame ? `<iframe id="inner" src="${frame}"></iframe>` : '';
  return `<!doctype html><title>matrix</title><body>${inner}<script src="/matrix/driver.js"></script>`;
}

function driverScript(): string {
  const senders = ALL_KINDS.flatMap(({ name, send }) => (send ? [`${JSON.stringify(name)}: ${send}`] : []));
  return `(${drive})({ ${senders.join(',\n')} });`;
}

function html(response: ServerResponse, body: string): void {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(body);
}

function script(response: ServerResponse, body: string): void {
  response.setHeader('content-type', 'text/javascript; charset=utf-8');
  response.end(body);
}
