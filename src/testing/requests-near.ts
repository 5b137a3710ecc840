import fc from 'fast-check';
import { namesLike, pathsLike } from '../../e2e/support/look-alikes';
import { type ApiHost, hostText } from '../core/profile/api-host';
import type { NetRequest } from '../core/rules/rule-match';
import { aHost } from './builders';

const HOST_TEXTS = [
  'https://api.example.com',
  'https://example.com:8443',
  'https://my_api.example.com/v1',
  'https://api.example.com/v1.0/',
  'https://xn--bcher-kva.example',
  'https://bücher.example/ü',
  'https://192.0.2.7:8443',
  'https://[2001:db8::1]/v1',
  'https://*.example.com',
  'https://*.example.com:8443/v1',
  'https://*.api.example.com/a/B',
  'https://*.bücher.example/v1',
  'http://localhost:3000',
  'http://localhost',
  'http://localhost:443/v1',
  'http://app.localhost:3000/v1/',
  'http://*.app.localhost:3000',
  'http://127.0.0.1:8080',
  'http://[::1]:3000/v1',
  'https://localhost:8443',
];
/** API hosts of every shape. */
export const HOSTS = HOST_TEXTS.map(aHost);
const NAMES = [...new Set(HOSTS.map(({ hostname }) => hostname))];
const PORTS = ['', ':80', ':443', ':3000', ':8080', ':8443', ':84', ':84430'];
/** Parameters of presigned URLs. */
const SIGNATURES = ['X-Amz-Signature', 'x-goog-credential', 'q-signature', 'signature', 'SIG'];

/** A position in a list of any length. */
export const index = fc.nat(1_000_000);
export const at = <T>(items: readonly T[], position: number): T => items[position % items.length] as T;

/** Choices from which a URL near a host is made; small ones give the host itself. */
export const choices = fc.record({
  scheme: fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    fc.constantFrom('https', 'http', 'wss', 'ws', 'ftp'),
  ),
  isSocket: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
  name: fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, index),
  port: fc.oneof({ weight: 4, arbitrary: fc.constant(-1) }, index),
  path: fc.oneof({ weight: 1, arbitrary: fc.constant(-1) }, index),
  tail: fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, index),
});
type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** The URL that the choices make, as `URL` reads it; null where it takes it for none. */
export function urlNear(host: ApiHost, chosen: Choices): URL | null {
  const own = chosen.isSocket ? host.scheme.replace('http', 'ws') : host.scheme;
  const name = chosen.name < 0 ? host.hostname : at([...namesLike(host.hostname), ...NAMES], chosen.name);
  const ownPort = host.port && `:${host.port}`;
  const port = chosen.port < 0 ? ownPort : at([...PORTS, `${ownPort}1`], chosen.port);
  const path = chosen.path < 0 ? host.pathPrefix : at(pathsLike(host.pathPrefix), chosen.path);
  const text = hostText(host);
  const signed = SIGNATURES.flatMap((key) => [
    `?${key}=1`,
    `?a=1&${key}=2`,
    `?x${key}=1`,
    `#${key}=1`,
    `?${key}`,
  ]);
  const tails = ['?', '?q=1', '#top', `?next=${text}/`, `#${text}/`, '?Sig=1', '?%73ig=1', ...signed];
  const tail = chosen.tail < 0 ? '' : at(tails, chosen.tail);
  const url = `${chosen.scheme || own}://${name}${port}${path}${tail}`;
  return URL.canParse(url) ? new URL(url) : null;
}

const TYPES = [
  'main_frame',
  'main_frame',
  'sub_frame',
  'xmlhttprequest',
  'script',
  'ping',
  'csp_report',
  'other',
];
const METHODS = ['get', 'get', 'head', 'post', 'put', 'delete', 'options'];

/** API hosts, and the names of allowed pages. */
export interface Named {
  readonly hosts: readonly ApiHost[];
  readonly pages: readonly string[];
}

/** Pages near those that are named. */
function placesNear({ hosts, pages }: Named): readonly (string | null)[] {
  const names = [...hosts.map(({ hostname }) => hostname), ...pages];
  const others = names.flatMap((name) => [`sub.${name}`, `${name}.`, `evil${name}`, `${name}.evil.com`]);
  return [null, null, '', 'evil.example.net', 'example.org', ...names, ...names, ...others];
}

/** Choices from which a request is made. */
export const requestChoices = fc.record({
  chosen: choices,
  host: index,
  type: index,
  method: index,
  initiator: index,
  top: fc.oneof({ weight: 2, arbitrary: fc.constant(-1) }, index),
  hasTab: fc.constantFrom(true, true, true, false),
});
export type RequestChoices = typeof requestChoices extends fc.Arbitrary<infer T> ? T : never;

/** A request near the named hosts, from a page near the named pages. */
export function requestNear(named: Named, one: RequestChoices): NetRequest | null {
  const host = at(named.hosts, one.host);
  const url = urlNear(host, one.chosen);
  if (!url) return null;
  const isSocket = url.protocol.startsWith('ws');
  const places = placesNear(named);
  const initiator = at(places, one.initiator);
  const top = one.top < 0 ? initiator : at(places, one.top);
  return {
    url,
    method: isSocket ? 'get' : at(METHODS, one.method),
    type: isSocket ? 'websocket' : at(TYPES, one.type),
    initiator,
    top: one.hasTab ? top : null,
  };
}
