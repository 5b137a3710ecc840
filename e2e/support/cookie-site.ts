import type { IncomingHttpHeaders } from 'node:http';
import type { Responder } from './recording-sites';

/** The path that gives the browser a cookie of each kind. */
export const COOKIES_PATH = '/cookies';

/** Answers with a cookie that goes along from the site's own pages, from links, and from everywhere. */
export const answerWithCookies: Responder = ({ path }, response) => {
  if (path !== COOKIES_PATH) return false;
  const kinds = ['Strict', 'Lax', 'None'].map((kind) => `${kind}=1; Secure; SameSite=${kind}`);
  response.setHeader('set-cookie', kinds);
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>cookies</title><link rel="icon" href="data:,">');
  return true;
};

/** The names of the cookies that a request brought. */
export function cookiesOf({ cookie = '' }: IncomingHttpHeaders): readonly string[] {
  return cookie
    .split('; ')
    .flatMap((each) => each.split('=').slice(0, 1))
    .toSorted();
}
