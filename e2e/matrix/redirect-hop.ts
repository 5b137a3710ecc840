import type { ServerResponse } from 'node:http';

/** The ways to be sent elsewhere. */
export const WAYS = ['301', '302', '303', '307', '308', 'meta', 'header'] as const;
export type Way = (typeof WAYS)[number];

/** Whether a way needs a document that is shown, rather than any answer. */
export function needsDocument(way: Way): boolean {
  return way === 'meta' || way === 'header';
}

/** Answers with what leads to the URL in `to`, by the way in `via`. */
export function hop(response: ServerResponse, url: URL): void {
  const to = url.searchParams.get('to') ?? '';
  const via = url.searchParams.get('via');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  if (via === 'meta') response.end(`<meta http-equiv="refresh" content="0;url=${to}">`);
  else if (via === 'header') response.writeHead(200, { refresh: `0;url=${to}` }).end();
  else response.writeHead(Number(via), { location: to }).end();
}
