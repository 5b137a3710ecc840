import type { IncomingMessage, ServerResponse } from 'node:http';
import { foreignPage } from './foreign-page';
import { frontEndPage } from './front-end-page';
import { startLocalServer } from './local-server';
import { type DemoAddresses, startPage } from './start-page';

/** The running web pages of the demo. */
export interface DemoPages extends DemoAddresses {
  readonly startUrl: string;
  /** `http://app.localhost:PORT`, the page that may use the token. */
  readonly frontEndOrigin: string;
  /** Where the front end's own sign-in would end, as it is registered in the app client. */
  readonly callbackUrl: string;
  /** Each URL that was asked for so far, of whichever page. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts one server for the start page, the front end and the foreign page; the host name says which is meant. */
export async function startDemoPages(apiOrigin: string): Promise<DemoPages> {
  const pages = new Map<string, string>();
  const requests: string[] = [];
  const server = await startLocalServer((request, response) => {
    requests.push(`http://${request.headers.host}${request.url}`);
    answer(pages, request, response);
  });
  const originOf = (name: string) => `http://${name}.localhost:${server.port}`;
  const frontEndOrigin = originOf('app');
  const addresses = {
    apiUrl: `${apiOrigin}/me`,
    frontEndUrl: `${frontEndOrigin}/`,
    foreignUrl: `${originOf('foreign')}/`,
  };
  const startUrl = `${originOf('demo')}/`;
  pages.set(new URL(startUrl).host, startPage(addresses));
  pages.set(new URL(addresses.frontEndUrl).host, frontEndPage(apiOrigin));
  pages.set(new URL(addresses.foreignUrl).host, foreignPage(apiOrigin));
  const callbackUrl = `${frontEndOrigin}/callback`;
  return { ...addresses, startUrl, frontEndOrigin, callbackUrl, requests, close: server.close };
}

function answer(
  pages: ReadonlyMap<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const page = request.url === '/' ? pages.get(request.headers.host ?? '') : undefined;
  response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
  response.end(page);
}
