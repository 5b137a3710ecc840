import { type ApiHost, parseApiHost } from '../../src/core/profile/api-host';
import type { NetRequest } from '../../src/core/rules/rule-match';
import { namesLike, pathsLike } from './look-alikes';

/** API hosts of every shape. */
export const API_HOSTS = [
  'https://api.example.com',
  'https://*.wild.example.org',
  'https://path.example.com:8443/v1.0',
  'https://*.deep.example.org/a/B',
  'https://typed.example.com',
  'https://pages.example.com/',
  'http://localhost:3000',
  'http://[::1]:3000',
  'https://bücher.example',
];
const TYPES: readonly Details['type'][] = [
  ...(['image', 'stylesheet', 'font', 'media', 'object', 'other'] as const),
  'main_frame',
  'sub_frame',
  'xmlhttprequest',
  'script',
  'ping',
  'websocket',
  'csp_report',
];
const METHODS: readonly NonNullable<Details['method']>[] = [
  ...(['get', 'get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const),
];
const SIGNATURES = [
  ...['?X-Amz-Signature=1', '?a=1&sig=2', '?Signature=', '?xsig=1', '?Sig=1', '/sig=1', '?SIG'],
  ...['#sig=1', '#?a&X-Amz-Signature=1', '?%73ig=1'],
  ...['?x-goog-signature=1', '?a&X-Goog-Credential=1', '?q-signature=1', '?xsignature=1'],
];

/** A request in the words of `testMatchOutcome`. */
export type Details = chrome.declarativeNetRequest.TestMatchRequestDetails;

/** Chance that is the same in every run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Chance, and how to choose with it. */
export interface Chance {
  readonly pick: <T>(items: readonly T[]) => T;
  readonly happens: (probability: number) => boolean;
}

export function chanceOf(seed: number): Chance {
  const random = seededRandom(seed);
  return {
    pick: <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T,
    happens: (probability) => random() < probability,
  };
}

/** URLs at the API hosts and at places that look like them, from pages and tabs of all kinds. */
export function sampleRequests(count: number): readonly Details[] {
  const chance = chanceOf(20_260_115);
  const hosts = API_HOSTS.map((typed) => parseApiHost(typed)).flatMap((host) =>
    host.ok ? [host.value] : [],
  );
  const pages = [
    ...hosts.map(({ scheme, hostname }) => `${scheme}://${hostname}`),
    ...['https://app.example.com', 'https://sub.app.example.com', 'http://app.example.com:81'],
    ...['https://xn--bcher-kva.example.', 'http://api.example.com', 'http://sub.localhost:81'],
    ...['https://x.wild.example.org', 'https://app.example.com.', 'https://evil.example.net'],
    ...['https://notapi.example.com', 'https://example.com', 'data:text/html,x', undefined, undefined],
  ];
  const requests: Details[] = [];
  while (requests.length < count) {
    const url = urlOf(sampleUrl(chance, chance.pick(hosts)));
    if (url) requests.push(sampleRequest(chance, url, pages));
  }
  return requests;
}

// Not `URL.canParse`, which Node 20 answers wrongly for names that are not ASCII once it is called often.
function urlOf(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function sampleUrl({ pick, happens }: Chance, host: ApiHost): string {
  const scheme = happens(0.8) ? host.scheme : pick(['https', 'http', 'ws', 'wss']);
  const name = happens(0.6) ? host.hostname : pick(namesLike(host.hostname));
  const port = happens(0.8) ? host.port && `:${host.port}` : pick([':443', ':80', ':84', ':3000', ':8443']);
  const path = pick([host.pathPrefix, ...pathsLike(host.pathPrefix)]);
  const tail = happens(0.8) ? pick(['', '?', '?q=1', '#top', `?u=${host.scheme}://x/`]) : pick(SIGNATURES);
  return `${happens(0.1) ? scheme.replace('http', 'ws') : scheme}://${name}${port}${path}${tail}`;
}

function sampleRequest({ pick, happens }: Chance, url: URL, pages: readonly (string | undefined)[]): Details {
  const isSocket = url.protocol.startsWith('ws');
  const initiator = pick(pages);
  const tabId = pick([1, 1, 1, -1]);
  const topUrl = happens(0.6) ? initiator : pick(pages);
  return {
    url: url.href,
    method: isSocket ? 'get' : pick(METHODS),
    type: isSocket ? 'websocket' : pick(TYPES),
    tabId,
    ...(initiator && { initiator }),
    ...(topUrl && tabId !== -1 && { topUrl }),
  };
}

/** The same request in the words of our matcher. */
export function netRequestOf({ url, method, type, initiator, topUrl }: Details): NetRequest {
  const nameOf = (page: string | undefined) => (page && new URL(page).hostname) || null;
  return {
    url: new URL(url),
    method: method ?? 'get',
    type,
    initiator: nameOf(initiator),
    top: nameOf(topUrl),
  };
}
