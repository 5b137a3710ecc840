import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aHost, aProfile, aToken } from '../testing/builders';
import { type ApiHost, originOf, parseApiHost } from './api-host';
import { type Attachment, desiredRules, type HeaderRule, RULE_KINDS, RULE_PRIORITIES } from './header-rules';
import type { Profile } from './profile';

const token = aToken({ jwt: 'aaa.bbb.ccc' });

function isTokenRule({ action }: HeaderRule): boolean {
  return action.requestHeaders.some(({ header }) => header.toLowerCase() === 'authorization');
}

/** Whether one of the host's rules is about this URL. The browsers match without regard to case unless told otherwise. */
function covers(host: ApiHost, { href }: URL): boolean {
  const filters = desiredRules([{ profile: aProfile({ apiHosts: [host] }), token }]).map(
    ({ condition }) => condition.urlFilter,
  );
  // An anchored filter without wildcards is the beginning of the URL.
  expect(filters.every((filter) => /^\|[^*^|]+$/.test(filter))).toBe(true);
  return filters.some((filter) => href.toLowerCase().startsWith(filter.slice(1).toLowerCase()));
}

test('a profile with two hosts and an allowed page gets these rules and no others', () => {
  const profile = aProfile({
    slot: 3,
    apiHosts: [aHost('api.example.com'), aHost('http://localhost:3000')],
    allowedPages: [aHost('https://app.example.org:8443')],
  });
  const requestHeaders = [
    { header: 'authorization', operation: 'set', value: 'Bearer aaa.bbb.ccc' },
    { header: 'cache-control', operation: 'set', value: 'no-cache' },
  ];
  const action = { type: 'modifyHeaders', requestHeaders };
  const ownPages = { excludedRequestMethods: ['options'], excludedResourceTypes: ['csp_report'] };
  const navigation = { resourceTypes: ['main_frame'], requestMethods: ['get', 'head'] };
  const apiInitiators = { initiatorDomains: ['api.example.com', 'app.example.org'] };
  const localInitiators = { initiatorDomains: ['localhost', 'app.example.org'] };
  expect(desiredRules([{ profile, token }])).toEqual([
    {
      id: 3001,
      priority: 30,
      action,
      condition: { urlFilter: '|https://api.example.com/', ...apiInitiators, ...ownPages },
    },
    { id: 3002, priority: 20, action, condition: { urlFilter: '|https://api.example.com/', ...navigation } },
    {
      id: 3004,
      priority: 40,
      action,
      condition: { urlFilter: '|wss://api.example.com/', ...apiInitiators, ...ownPages },
    },
    {
      id: 3011,
      priority: 30,
      action,
      condition: { urlFilter: '|http://localhost:3000/', ...localInitiators, ...ownPages },
    },
    { id: 3012, priority: 20, action, condition: { urlFilter: '|http://localhost:3000/', ...navigation } },
    {
      id: 3014,
      priority: 40,
      action,
      condition: { urlFilter: '|ws://localhost:3000/', ...localInitiators, ...ownPages },
    },
  ]);
});

test('a profile without a token gets its cache guards and nothing else', () => {
  const profile = aProfile({
    slot: 3,
    apiHosts: [aHost('api.example.com'), aHost('http://localhost:3000')],
    allowedPages: [aHost('app.example.org')],
  });
  const action = {
    type: 'modifyHeaders',
    requestHeaders: [{ header: 'cache-control', operation: 'set', value: 'no-cache' }],
  };
  const everyType = { excludedResourceTypes: ['csp_report'] };
  expect(desiredRules([{ profile, token: null }])).toEqual([
    {
      id: 3003,
      priority: 10,
      action,
      condition: { urlFilter: '|https://api.example.com/', ...everyType },
    },
    {
      id: 3013,
      priority: 10,
      action,
      condition: { urlFilter: '|http://localhost:3000/', ...everyType },
    },
  ]);
});

test('the numbers are what they were, since ids and priorities outlive a version', () => {
  expect(RULE_KINDS).toEqual({ ownPages: 1, directNavigation: 2, cacheGuard: 3, ownSockets: 4 });
  expect(RULE_PRIORITIES).toEqual({ cacheGuard: 10, directNavigation: 20, ownPages: 30, ownSockets: 40 });
});

test('nobody signed up, no rules', () => expect(desiredRules([])).toEqual([]));

test('each page is named once, though it may be an API host too', () => {
  const profile = aProfile({
    allowedPages: [
      aHost('api.example.com:8443'),
      aHost('app.example.org'),
      aHost('https://app.example.org:1'),
    ],
  });
  const [rule] = desiredRules([{ profile, token }]);
  expect(rule?.condition.initiatorDomains).toEqual(['api.example.com', 'app.example.org']);
});

describe('of any profiles', () => {
  const hosts = fc
    .uniqueArray(
      fc.constantFrom(
        'api.example.com',
        'api.example.com:8443',
        'b.example',
        'localhost:3000',
        '[::1]',
        '192.0.2.7',
      ),
      { minLength: 1 },
    )
    .map((typed) => typed.map(aHost));
  const pages = fc
    .array(fc.constantFrom('app.example.org', 'localhost:5173'))
    .map((typed) => typed.map(aHost));
  const manyHosts = fc
    .integer({ min: 1, max: 50 })
    .map((count) => Array.from({ length: count }, (_, index) => aHost(`api${index}.example.com`)));
  const profiles: fc.Arbitrary<Profile> = fc
    .record({ slot: fc.nat(2_000), apiHosts: fc.oneof(hosts, manyHosts), allowedPages: pages })
    .map(aProfile);
  const attachments: fc.Arbitrary<Attachment> = fc.record({
    profile: profiles,
    token: fc.constantFrom(null, token),
  });
  const sets = fc.uniqueArray(attachments, { maxLength: 4, selector: ({ profile }) => profile.slot });

  test('no rule sends the token for an initiator that nobody named, but for GET and HEAD navigations', () => {
    fc.assert(
      fc.property(sets, (set) => {
        for (const { condition } of desiredRules(set).filter(isTokenRule)) {
          if (condition.initiatorDomains) {
            expect(condition.initiatorDomains.length).toBeGreaterThan(0);
            expect(condition.excludedRequestMethods).toEqual(['options']);
          } else {
            expect(condition.resourceTypes).toEqual(['main_frame']);
            expect(condition.requestMethods).toEqual(['get', 'head']);
          }
        }
      }),
    );
  });

  test('every initiator is an API host of the profile or a page that it allows', () => {
    fc.assert(
      fc.property(attachments, ({ profile }) => {
        const pageNames = profile.allowedPages.map(({ hostname }) => hostname);
        for (const [index, host] of profile.apiHosts.entries()) {
          const rule = desiredRules([{ profile, token }])[3 * index];
          expect(new Set(rule?.condition.initiatorDomains)).toEqual(new Set([host.hostname, ...pageNames]));
        }
      }),
    );
  });

  test('the token is sent where there is one, and only there', () => {
    fc.assert(
      fc.property(attachments, (attachment) => {
        const rules = desiredRules([attachment]);
        expect(rules.some(isTokenRule)).toBe(attachment.token !== null);
        expect(rules.every(({ condition }) => condition.urlFilter.startsWith('|'))).toBe(true);
        expect(rules).toHaveLength(attachment.profile.apiHosts.length * (attachment.token ? 3 : 1));
      }),
    );
  });

  test('ids are positive, in order and shared by no two rules, whoever is signed in', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const signedIn = set.map(({ profile }) => ({ profile, token }));
        const signedOut = set.map(({ profile }) => ({ profile, token: null }));
        const ids = [...desiredRules(signedIn), ...desiredRules(signedOut)].map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(Math.min(1, ...ids)).toBe(1);
        const inOrder = desiredRules(set).map(({ id }) => id);
        expect(inOrder).toEqual([...inOrder].sort((one, other) => one - other));
      }),
    );
  });

  test('an empty list stands nowhere, because the browsers read it differently', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const lists = desiredRules(set).flatMap(({ condition }) => Object.values(condition));
        expect(lists.filter((list) => list.length === 0)).toEqual([]);
      }),
    );
  });
});

test('two profiles on one host keep rules of their own', () => {
  const rules = desiredRules([
    { profile: aProfile({ id: 'p2', slot: 2 }), token: aToken({ jwt: 'b.b.b' }) },
    { profile: aProfile({ id: 'p1', slot: 1 }), token: null },
  ]);
  expect(rules.map(({ id }) => id)).toEqual([1003, 2001, 2002, 2004]);
});

describe('the filter of a host', () => {
  const hostNames = [
    'api.example.com',
    'example.com',
    'my_api.example.com',
    'xn--bcher-kva.example',
    'localhost',
    'app.localhost',
    '127.0.0.1',
    '192.0.2.7',
    '[::1]',
    '[2001:db8::1]',
  ];
  const ports = ['', ':80', ':443', ':3000', ':8443'];
  const hosts = fc
    .tuple(fc.constantFrom('https://', 'http://'), fc.constantFrom(...hostNames), fc.constantFrom(...ports))
    .map((parts) => parseApiHost(parts.join('')))
    .filter((host) => host.ok)
    .map(({ value }) => value);

  /** Names that a careless filter would take for the given one, and the one itself. */
  const namesLike = (name: string) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(name) },
      fc.constantFrom(
        name.toUpperCase(),
        `${name}.`,
        `www.${name}`,
        `evil${name}`,
        `evil-${name}`,
        `${name}.evil.com`,
        `${name}evil`,
        name.replace(/^[^.]+\./, ''),
        name.replace('.', 'x'),
        name.replace('.', '..'),
        `${name}@evil.com`,
        `${name}:443@evil.com`,
        `user@${name}`,
        `user:pw@${name}`,
        `evil.com/${name}`,
        `evil.com?${name}`,
        `evil.com#${name}`,
        `evil.com/https://${name}`,
        `evil.com/?u=https://${name}`,
        `evil.com\\@${name}`,
      ),
      fc.constantFrom(...hostNames),
      fc.domain(),
    );
  const urls = (host: ApiHost) =>
    fc
      .tuple(
        fc.oneof(
          fc.constant(`${host.scheme}:`),
          fc.constantFrom('https:', 'http:', 'wss:', 'ws:', 'ftp:', 'blob:https:'),
        ),
        namesLike(host.hostname),
        fc.oneof(
          fc.constant(host.port && `:${host.port}`),
          fc.constantFrom(...ports, `:${host.port}1`, ':1'),
        ),
        fc.webPath(),
        fc.constantFrom('', '?', '?q=1', `?next=${originOf(host)}/`, '#top', `#${originOf(host)}/`),
      )
      .map(([scheme, ...rest]) => `${scheme}//${rest.join('')}`);
  const requests = hosts.chain((host) =>
    fc.record({ host: fc.constant(host), url: fc.oneof({ weight: 9, arbitrary: urls(host) }, fc.webUrl()) }),
  );

  /** The same question put to `URL`: is this a request, or a WebSocket, to that very origin? */
  function isAt(host: ApiHost, url: URL): boolean {
    const own = new URL(originOf(host));
    const protocol = url.protocol.replace(/^ws(s?):$/, 'http$1:');
    const isBare = url.username === '' && url.password === '';
    return isBare && protocol === own.protocol && url.hostname === own.hostname && url.port === own.port;
  }

  test('matches the URLs of its origin and no others', { timeout: 30_000 }, () => {
    const seen = { matched: 0, unmatched: 0 };
    fc.assert(
      fc.property(requests, ({ host, url: text }) => {
        if (!URL.canParse(text)) return;
        const url = new URL(text);
        const expected = isAt(host, url);
        seen[expected ? 'matched' : 'unmatched'] += 1;
        if (covers(host, url) !== expected) throw new Error(`${originOf(host)} on ${url.href}`);
      }),
      { numRuns: 6_000 },
    );
    expect(seen.matched).toBeGreaterThan(500);
    expect(seen.unmatched).toBeGreaterThan(500);
  });

  test.each([
    ['api.example.com', 'https://api.example.com/', true],
    ['api.example.com', 'wss://api.example.com/socket', true],
    ['api.example.com', 'https://api.example.com:443/x?y#z', true],
    ['api.example.com', 'http://api.example.com/', false],
    ['api.example.com', 'ws://api.example.com/', false],
    ['api.example.com', 'https://api.example.com:8443/', false],
    ['api.example.com', 'https://v1.api.example.com/', false],
    ['api.example.com', 'https://api.example.com./', false],
    ['api.example.com', 'https://apixexample.com/', false],
    ['api.example.com', 'https://api.example.com.evil.com/', false],
    ['api.example.com', 'https://api.example.com@evil.com/', false],
    ['api.example.com', 'https://evil.com/https://api.example.com/', false],
    ['api.example.com:8443', 'https://api.example.com:8443/', true],
    ['api.example.com:8443', 'https://api.example.com/', false],
    ['api.example.com:8443', 'https://api.example.com:84/', false],
    ['localhost:3000', 'ws://localhost:3000/hmr', true],
    ['localhost:3000', 'https://localhost:3000/', false],
    ['[::1]:3000', 'http://[::1]:3000/', true],
  ])('of %s on %s: %s', (typed, url, matches) => {
    expect(covers(aHost(typed), new URL(url))).toBe(matches);
  });
});
