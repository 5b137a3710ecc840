import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesLike, pathsLike } from '../../../e2e/support/look-alikes';
import { aHost, aPage, aProfile, aSentTokens } from '../../testing/builders';
import { isAt } from '../../testing/look-alikes';
import { type ApiHost, coversUrl, hostText } from '../profile/api-host';
import { HOST_SCOPES, type HostScope } from '../profile/profile';
import { desiredRules, type NetRule, type RuleCondition } from './header-rules';
import { desiredHoldRules } from './hold-rules';
import { matches, type NetRequest, outcomeOf } from './rule-match';

function aRequest(url: string, overrides: Partial<NetRequest> = {}): NetRequest {
  return {
    url: new URL(url),
    method: 'get',
    type: 'xmlhttprequest',
    initiator: 'api.example.com',
    top: 'api.example.com',
    ...overrides,
  };
}

describe('matches', () => {
  test.each<[RuleCondition, Partial<NetRequest>, boolean]>([
    [{}, {}, true],
    [{}, { type: 'main_frame' }, false],
    [{ excludedResourceTypes: ['csp_report'] }, { type: 'main_frame' }, true],
    [{ excludedResourceTypes: ['csp_report'] }, { type: 'csp_report' }, false],
    [{ resourceTypes: ['main_frame'] }, { type: 'main_frame' }, true],
    [{ resourceTypes: ['main_frame'] }, {}, false],
    [{ requestMethods: ['get'] }, {}, true],
    [{ requestMethods: ['get'] }, { method: 'post' }, false],
    [{ excludedRequestMethods: ['options'] }, { method: 'options' }, false],
    [{ initiatorDomains: ['example.com'] }, {}, true],
    [{ initiatorDomains: ['example.com'] }, { initiator: 'example.com.' }, true],
    [{ initiatorDomains: ['example.com'] }, { initiator: 'notexample.com' }, false],
    [{ initiatorDomains: ['example.com'] }, { initiator: 'example.com.evil.com' }, false],
    [{ initiatorDomains: ['example.com'] }, { initiator: 'com' }, false],
    [{ initiatorDomains: ['example.com'] }, { initiator: null }, false],
    [{ initiatorDomains: ['example.com'] }, { initiator: '' }, false],
    [{ topDomains: ['example.com'] }, { top: 'evil.com' }, false],
    [{ topDomains: ['example.com'] }, { top: null }, true],
    [{ topDomains: ['example.com'] }, { top: null, initiator: 'evil.com' }, false],
    [{ topDomains: ['example.com'] }, { top: null, initiator: null }, false],
    [{ requestDomains: ['example.com'] }, {}, true],
    [{ requestDomains: ['example.org'] }, {}, false],
    [{ urlFilter: '|https://api.example.com/' }, {}, true],
    [{ urlFilter: '|https://apixexample.com/' }, {}, false],
    [{ urlFilter: '|http://api.example.com/' }, {}, false],
    [{ urlFilter: '^sig=' }, {}, true],
    [{ urlFilter: '^ig=' }, {}, false],
    [{ regexFilter: '^https://api\\.example\\.com/' }, {}, true],
    [{ regexFilter: '^http://' }, {}, false],
  ])('%j of a request with %j: %s', (condition, overrides, expected) => {
    expect(matches(condition, aRequest('https://api.example.com/v1?a=1&sig=2', overrides))).toBe(expected);
  });
});

describe('outcomeOf', () => {
  const condition = {};
  const set = (id: number, priority: number, value: string): NetRule => ({
    id,
    priority,
    condition,
    action: { type: 'modifyHeaders', requestHeaders: [{ header: 'a', operation: 'set', value }] },
  });
  const allow = (priority: number): NetRule => ({ id: 90, priority, condition, action: { type: 'allow' } });
  const redirect = (priority: number): NetRule => ({
    id: 91,
    priority,
    condition,
    action: { type: 'redirect', redirect: { regexSubstitution: 'x' } },
  });
  const headerAfter = (...rules: NetRule[]) => outcomeOf(rules, aRequest('https://a/')).headers.get('a');
  const isRedirected = (...rules: NetRule[]) => outcomeOf(rules, aRequest('https://a/')).isRedirected;

  test('of no rules is nothing', () => {
    expect(outcomeOf([], aRequest('https://a/'))).toEqual({ headers: new Map(), isRedirected: false });
  });

  test('has the header of the highest rule, in whatever order they stand', () => {
    expect(headerAfter(set(1, 30, 'high'), set(2, 20, 'low'))).toBe('high');
    expect(headerAfter(set(2, 20, 'low'), set(1, 30, 'high'))).toBe('high');
  });

  test('has no header of a rule at or below an allow, and all above it', () => {
    expect(headerAfter(set(1, 30, 'x'), allow(60))).toBeUndefined();
    expect(headerAfter(set(1, 30, 'x'), allow(30))).toBeUndefined();
    expect(headerAfter(set(1, 30, 'x'), allow(16))).toBe('x');
  });

  test('is a redirect only where no allow stands above it', () => {
    expect(isRedirected(redirect(12))).toBe(true);
    expect(isRedirected(redirect(12), allow(16))).toBe(false);
    expect(isRedirected(redirect(12), allow(10))).toBe(true);
  });
});

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
const HOSTS = HOST_TEXTS.map(aHost);
const NAMES = [...new Set(HOSTS.map(({ hostname }) => hostname))];
const PORTS = ['', ':80', ':443', ':3000', ':8080', ':8443', ':84', ':84430'];
const SIGNATURES = ['X-Amz-Signature', 'X-Amz-Credential', 'Signature', 'sig'];

const index = fc.nat(1_000_000);
const at = <T>(items: readonly T[], position: number): T => items[position % items.length] as T;

/** Choices from which a URL near a host is made; small ones give the host itself. */
const choices = fc.record({
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
function urlNear(host: ApiHost, chosen: Choices): URL | null {
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

/** Whether the URL carries an authorization of its own; null where only a careless reader would say so. */
function isPresigned(url: URL): boolean | null {
  const names = url.search
    .slice(1)
    .split('&')
    .flatMap((pair) => (pair.includes('=') ? pair.split('=', 1) : []));
  if (names.some((name) => SIGNATURES.includes(name))) return true;
  return SIGNATURES.some((name) => url.href.includes(`${name}=`)) ? null : false;
}

const isNamedBy = (names: readonly string[], name: string | null): boolean => {
  const labels = name?.replace(/\.$/, '').split('.') ?? [];
  return labels.some((_, position) => names.includes(labels.slice(position).join('.')));
};

interface Policy {
  readonly hosts: readonly (readonly [ApiHost, HostScope])[];
  readonly pages: readonly string[];
  readonly topDomains: boolean;
}

/**
 * Who gets the token, as it is written down: a URL that is typed, opened or linked and only reads; whatever an own or
 * an allowed page asks for, unless a foreign page has framed it; nothing else, and never a preflight or a presigned
 * request.
 */
function mayCarry({ hosts, pages, topDomains }: Policy, request: NetRequest): boolean {
  const { url, method, type, initiator } = request;
  return hosts.some(([host, scope]) => {
    if (!isAt(host, url)) return false;
    const isDirect = type === 'main_frame' && (method === 'get' || method === 'head');
    if (isDirect && scope !== 'onlyPages') return true;
    if (scope === 'onlyTyped' || method === 'options' || type === 'csp_report') return false;
    const names = [host.hostname, ...pages];
    if (!isNamedBy(names, initiator)) return false;
    return type === 'main_frame' || !topDomains || isNamedBy(names, request.top ?? initiator);
  });
}

/** What should become of a request, and where a careless reader may err to the safe side. */
interface Expected {
  readonly carries: boolean;
  readonly isHeld: boolean;
  readonly mayBeLess: boolean;
}

interface Person extends Policy {
  readonly isSignedIn: boolean;
  readonly isWanted: boolean;
  readonly holdNavigations: boolean;
}

function expectedOf(person: Person, request: NetRequest): Expected {
  const { url, type, method } = request;
  const presigned = isPresigned(url);
  const isTypedUrl = type === 'main_frame' && method === 'get' && url.protocol.startsWith('http');
  const isAtTyped = person.hosts.some(([host, scope]) => scope !== 'onlyPages' && isAt(host, url));
  const waits = !person.isSignedIn && person.isWanted && person.holdNavigations;
  return {
    carries: person.isSignedIn && presigned !== true && mayCarry(person, request),
    isHeld: waits && presigned !== true && isTypedUrl && isAtTyped,
    mayBeLess: presigned === null,
  };
}

const TOKEN_HEADERS = {
  'x-token': 'JWT a.b.c',
  'x-access': 'access-a.b.c',
  'cache-control': 'no-store, no-cache',
};

/** What becomes of it. @throws Error if some of the headers are there and others are not */
function foundOf(rules: readonly NetRule[], request: NetRequest): Omit<Expected, 'mayBeLess'> {
  const { headers, isRedirected } = outcomeOf(rules, request);
  const carries = headers.has('x-token') || headers.has('x-access');
  const isWhole = Object.entries(TOKEN_HEADERS).every(([header, value]) => headers.get(header) === value);
  if (carries && !isWhole) throw new Error(`${request.url.href}: ${JSON.stringify([...headers])}`);
  return { carries, isHeld: isRedirected };
}

function isAsExpected(found: Omit<Expected, 'mayBeLess'>, expected: Expected): boolean {
  if (expected.mayBeLess) return found.carries <= expected.carries && found.isHeld <= expected.isHeld;
  return found.carries === expected.carries && found.isHeld === expected.isHeld;
}

function rulesOf(person: Person): readonly NetRule[] {
  const { hosts, pages, isSignedIn, isWanted, holdNavigations, topDomains } = person;
  const profile = aProfile({
    apiHosts: hosts.map(([host]) => host),
    scopes: Object.fromEntries(hosts.map(([host, scope]) => [hostText(host), scope])),
    allowedPages: pages.map((page) => aPage(`https://${page}:8443`)),
    header: { name: 'X-Token', prefix: 'JWT ' },
    accessTokenHeader: 'X-Access',
    ...{ isWanted, holdNavigations },
  });
  return [
    ...desiredRules([{ profile, sent: isSignedIn ? aSentTokens('a.b.c') : null }], { topDomains }),
    ...desiredHoldRules([{ profile }], 'chrome-extension://id/hold.html?to='),
  ];
}

/** Pages near those that the policy names. */
function placesNear({ hosts, pages }: Policy): readonly (string | null)[] {
  const names = [...hosts.map(([{ hostname }]) => hostname), ...pages];
  const others = names.flatMap((name) => [`sub.${name}`, `${name}.`, `evil${name}`, `${name}.evil.com`]);
  return [null, null, '', 'evil.example.net', 'example.org', ...names, ...names, ...others];
}

const requestChoices = fc.record({
  chosen: choices,
  host: index,
  type: index,
  method: index,
  initiator: index,
  top: fc.oneof({ weight: 2, arbitrary: fc.constant(-1) }, index),
  hasTab: fc.constantFrom(true, true, true, false),
});
type RequestChoices = typeof requestChoices extends fc.Arbitrary<infer T> ? T : never;

function requestNear(person: Person, one: RequestChoices): NetRequest | null {
  const [host] = at(person.hosts, one.host);
  const url = urlNear(host, one.chosen);
  if (!url) return null;
  const isSocket = url.protocol.startsWith('ws');
  const places = placesNear(person);
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

const people: fc.Arbitrary<Person> = fc.record({
  hosts: fc.uniqueArray(fc.tuple(fc.constantFrom(...HOSTS), fc.constantFrom(...HOST_SCOPES)), {
    ...{ minLength: 1, maxLength: 3 },
    selector: ([host]) => host,
  }),
  pages: fc.uniqueArray(fc.constantFrom('app.example.org', 'localhost', 'api.example.com')),
  topDomains: fc.boolean(),
  isSignedIn: fc.constantFrom(true, true, false),
  isWanted: fc.constantFrom(true, true, true, false),
  holdNavigations: fc.constantFrom(true, true, true, false),
});

describe('over generated hosts and URLs', () => {
  const BATCH = 25;

  test('URL, coversUrl and the installed rules agree on what lies at a host', { timeout: 60_000 }, () => {
    const rulesByHost = HOSTS.map((host) =>
      desiredRules([{ profile: aProfile({ apiHosts: [host] }), sent: aSentTokens() }], { topDomains: true }),
    );
    const seen = { at: 0, elsewhere: 0 };
    fc.assert(
      fc.property(index, fc.array(choices, { minLength: BATCH, maxLength: BATCH }), (chosenHost, batch) => {
        const host = at(HOSTS, chosenHost);
        const rules = at(rulesByHost, chosenHost);
        for (const url of batch.flatMap((chosen) => urlNear(host, chosen) ?? [])) {
          const expected = isAt(host, url);
          seen[expected ? 'at' : 'elsewhere'] += 1;
          const own = { url, method: 'get', initiator: host.hostname, top: host.hostname };
          const carries = ['main_frame', 'xmlhttprequest', 'websocket'].map((type) =>
            outcomeOf(rules, { ...own, type }).headers.has('authorization'),
          );
          const answers = new Set([coversUrl(host, url), ...carries]);
          if (answers.size > 1 || !answers.has(expected))
            throw new Error(`${hostText(host)} on ${url.href}: ${expected}, ${[...answers]} ${carries}`);
        }
      }),
      { numRuns: 2_600 },
    );
    expect(seen.at + seen.elsewhere).toBeGreaterThan(50_000);
    expect(seen.at).toBeGreaterThan(10_000);
    expect(seen.elsewhere).toBeGreaterThan(10_000);
  });

  test('a request carries the token exactly where the policy says so', { timeout: 60_000 }, () => {
    const seen = { carried: 0, held: 0, bare: 0 };
    const check = (person: Person, rules: readonly NetRule[], request: NetRequest): void => {
      const found = foundOf(rules, request);
      if (!isAsExpected(found, expectedOf(person, request)))
        throw new Error(JSON.stringify({ found, ...person, ...request, url: request.url.href }));
      const fate = found.carries ? 'carried' : 'bare';
      seen[found.isHeld ? 'held' : fate] += 1;
    };
    const batches = fc.array(requestChoices, { minLength: BATCH, maxLength: BATCH });
    fc.assert(
      fc.property(people, batches, (person, batch) => {
        const rules = rulesOf(person);
        for (const request of batch.flatMap((one) => requestNear(person, one) ?? [])) {
          check(person, rules, request);
        }
      }),
      { numRuns: 2_600 },
    );
    expect(seen.carried + seen.bare + seen.held).toBeGreaterThan(50_000);
    expect(seen.carried).toBeGreaterThan(3_000);
    expect(seen.bare).toBeGreaterThan(10_000);
    expect(seen.held).toBeGreaterThan(100);
  });
});
