import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aPage, aProfile, aSentTokens } from '../../testing/builders';
import { dynamicRules, sessionRules } from '../../testing/desired';
import { isAt } from '../../testing/look-alikes';
import { at, choices, HOSTS, index, requestChoices, requestNear, urlNear } from '../../testing/requests-near';
import { type ApiHost, coversUrl, hostText } from '../profile/api-host';
import type { HostScope } from '../profile/profile';
import { HOST_SCOPES } from '../profile/settings';
import type { NetRule } from './net-rule';
import { type NetRequest, outcomeOf } from './rule-match';

/** Whether the URL carries an authorization of its own; null where only a careless reader would say so. */
function isPresigned(url: URL): boolean | null {
  const names = url.search
    .slice(1)
    .split('&')
    .flatMap((pair) => (pair.includes('=') ? pair.split('=', 1) : []));
  if (names.some((name) => /^sig$|^(.*-)?signature$|-credential$/i.test(name))) return true;
  return /(sig|signature|-credential)=/i.test(url.href) ? null : false;
}

const isNamedBy = (names: readonly string[], name: string | null): boolean => {
  const labels = name?.replace(/\.$/, '').split('.') ?? [];
  return labels.some((_, position) => names.includes(labels.slice(position).join('.')));
};

interface Policy {
  readonly hosts: readonly (readonly [ApiHost, HostScope])[];
  readonly pages: readonly string[];
  /** Whether frames and forms of own and allowed pages carry the token, too. */
  readonly frames: boolean;
  readonly topDomains: boolean;
}

/**
 * Who gets the token, as it is written down: a URL that is typed, opened or linked and only reads; whatever an own or
 * an allowed page asks for, unless a foreign page has framed it, and except for frames and forms, which the user has to
 * want; nothing else, and never a preflight or a presigned request.
 */
function mayCarry(policy: Policy, request: NetRequest): boolean {
  return policy.hosts.some(
    ([host, scope]) =>
      isAt(host, request.url) &&
      (mayNavigate(scope, request) ||
        (scope !== 'onlyTyped' && mayBeSentByPage(policy, host, scope === 'asksFirst', request))),
  );
}

function mayNavigate(scope: HostScope, { type, method }: NetRequest): boolean {
  const isFree = scope === 'pagesAndTyped' || scope === 'onlyTyped';
  return isFree && type === 'main_frame' && (method === 'get' || method === 'head');
}

function mayBeSentByPage(
  { pages, frames, topDomains }: Policy,
  host: ApiHost,
  isAsked: boolean,
  request: NetRequest,
): boolean {
  const { method, type, initiator, top } = request;
  if (method === 'options' || type === 'csp_report') return false;
  if (!frames && (type === 'main_frame' || type === 'sub_frame')) return false;
  if (isAsked && type === 'main_frame' && method === 'get') return false;
  const names = [host.hostname, ...pages];
  if (!isNamedBy(names, initiator)) return false;
  return type === 'main_frame' || !topDomains || isNamedBy(names, top ?? initiator);
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
  const isAtTyped = (...scopes: readonly HostScope[]) =>
    person.hosts.some(([host, scope]) => scopes.includes(scope) && isAt(host, url));
  const waits =
    person.isWanted && person.holdNavigations && isAtTyped('pagesAndTyped', 'asksFirst', 'onlyTyped');
  const isAsked = person.isWanted && isAtTyped('asksFirst') && !isAtTyped('pagesAndTyped', 'onlyTyped');
  return {
    carries: person.isSignedIn && presigned !== true && mayCarry(person, request),
    isHeld: presigned !== true && isTypedUrl && (person.isSignedIn ? isAsked : waits),
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
  const { hosts, pages, frames, isSignedIn, isWanted, holdNavigations, topDomains } = person;
  const profile = aProfile({
    apiHosts: hosts.map(([host]) => host),
    hostScopes: Object.fromEntries(hosts.map(([host, scope]) => [hostText(host), scope])),
    hostFrames: Object.fromEntries(hosts.map(([host]) => [hostText(host), frames])),
    allowedPages: pages.map((page) => aPage(`https://${page}:8443`)),
    header: { name: 'X-Token', prefix: 'JWT ' },
    accessTokenHeader: 'X-Access',
    ...{ isWanted, holdNavigations },
  });
  const source = { profile, sent: isSignedIn ? aSentTokens('a.b.c') : null };
  return [...sessionRules([source], { topDomains }), ...dynamicRules([source])];
}

const people: fc.Arbitrary<Person> = fc.record({
  hosts: fc.uniqueArray(fc.tuple(fc.constantFrom(...HOSTS), fc.constantFrom(...HOST_SCOPES)), {
    ...{ minLength: 1, maxLength: 3 },
    selector: ([host]) => host,
  }),
  pages: fc.uniqueArray(fc.constantFrom('app.example.org', 'localhost', 'api.example.com')),
  frames: fc.boolean(),
  topDomains: fc.boolean(),
  isSignedIn: fc.constantFrom(true, true, false),
  isWanted: fc.constantFrom(true, true, true, false),
  holdNavigations: fc.constantFrom(true, true, true, false),
});

describe('over generated hosts and URLs', () => {
  const BATCH = 25;

  test('URL, coversUrl and the installed rules agree on what lies at a host', { timeout: 60_000 }, () => {
    const rulesByHost = HOSTS.map((host) =>
      sessionRules([{ profile: aProfile({ apiHosts: [host] }), sent: aSentTokens() }]),
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
        const named = { ...person, hosts: person.hosts.map(([host]) => host) };
        for (const request of batch.flatMap((one) => requestNear(named, one) ?? [])) {
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
