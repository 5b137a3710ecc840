import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesLike, pathsLike } from '../../../e2e/support/look-alikes';
import { aHost, aPage, aProfile, aSentTokens, aToken } from '../../testing/builders';
import { isAt } from '../../testing/look-alikes';
import { type ApiHost, coversUrl, hostText, parseApiHost } from '../profile/api-host';
import { HOST_SCOPES, type HostScope, type Profile } from '../profile/profile';
import {
  type Attachment,
  desiredRules,
  type HeaderChange,
  type NetRule,
  RULE_KINDS,
  RULE_PRIORITIES,
  type RuleAbilities,
} from './header-rules';

const CHROMIUM: RuleAbilities = { topDomains: true };
const FIREFOX: RuleAbilities = { topDomains: false };
const sent = aSentTokens('aaa.bbb.ccc');

function headersOf({ action }: NetRule): readonly HeaderChange[] {
  return action.type === 'modifyHeaders' ? action.requestHeaders : [];
}

function isTokenRule(rule: NetRule): boolean {
  return headersOf(rule).some(({ header }) => header.toLowerCase() === 'authorization');
}

function kindsOf(rules: readonly NetRule[]): readonly string[] {
  const names = Object.entries(RULE_KINDS);
  return rules.map(({ id }) => names.find(([, kind]) => kind === id % 10)?.[0] ?? `${id}`);
}

function rulesOf(overrides: Partial<Profile>, abilities = CHROMIUM): readonly NetRule[] {
  return desiredRules([{ profile: aProfile(overrides), sent }], abilities);
}

/** Whether one of the host's rules is about this URL. */
function covers(host: ApiHost, { href }: URL): boolean {
  const conditions = rulesOf({ apiHosts: [host] }).map(({ condition }) => condition);
  expect(conditions.every(({ isUrlFilterCaseSensitive }) => isUrlFilterCaseSensitive)).toBe(true);
  return conditions.some(({ urlFilter, regexFilter }) => {
    if (regexFilter !== undefined) return new RegExp(regexFilter).test(href);
    // An anchored filter without wildcards is the beginning of the URL.
    if (urlFilter === undefined || !/^\|[^*^|]+$/.test(urlFilter)) throw new Error(`filter ${urlFilter}`);
    return href.startsWith(urlFilter.slice(1));
  });
}

describe('a profile with two hosts and an allowed page gets these rules and no others', () => {
  const profile = aProfile({
    slot: 3,
    apiHosts: [aHost('api.example.com'), aHost('http://*.app.localhost:3000/v1')],
    allowedPages: [aPage('https://app.example.org:8443')],
  });
  const requestHeaders = [
    { header: 'authorization', operation: 'set', value: 'Bearer aaa.bbb.ccc' },
    { header: 'cache-control', operation: 'set', value: 'no-store, no-cache' },
  ];
  const action = { type: 'modifyHeaders', requestHeaders };
  const direct = { resourceTypes: ['main_frame'], requestMethods: ['get', 'head'] };
  const mainFrame = { resourceTypes: ['main_frame'] };
  const everyType = { excludedResourceTypes: ['csp_report'] };
  const embedded = { excludedResourceTypes: ['main_frame', 'csp_report'] };
  const isUrlFilterCaseSensitive = true;
  const api = { urlFilter: '|https://api.example.com/', isUrlFilterCaseSensitive };
  const apiSockets = { urlFilter: '|wss://api.example.com/', isUrlFilterCaseSensitive };
  const path = '(?:[^/:@?#]+\\.)?app\\.localhost:3000/v1(?:[/?#]|$)';
  const local = { regexFilter: `^http://${path}`, isUrlFilterCaseSensitive };
  const localSockets = { regexFilter: `^ws://${path}`, isUrlFilterCaseSensitive };
  const excludedRequestMethods = ['options'];
  const apiNames = ['api.example.com', 'app.example.org'];
  const localNames = ['app.localhost', 'app.example.org'];
  const apiOwn = { initiatorDomains: apiNames, excludedRequestMethods };
  const localOwn = { initiatorDomains: localNames, excludedRequestMethods };

  test('where a rule can name the page of the tab', () => {
    const apiFramed = { ...apiOwn, topDomains: apiNames };
    const localFramed = { ...localOwn, topDomains: localNames };
    expect(desiredRules([{ profile, sent }], CHROMIUM)).toEqual([
      { id: 3001, priority: 30, action, condition: { ...api, ...apiFramed, ...embedded } },
      { id: 3002, priority: 20, action, condition: { ...api, ...direct } },
      { id: 3004, priority: 40, action, condition: { ...apiSockets, ...apiFramed, ...everyType } },
      { id: 3005, priority: 34, action, condition: { ...api, ...apiOwn, ...mainFrame } },
      { id: 3006, priority: 16, action: { type: 'allow' }, condition: { ...api, ...direct } },
      { id: 3011, priority: 30, action, condition: { ...local, ...localFramed, ...embedded } },
      { id: 3012, priority: 20, action, condition: { ...local, ...direct } },
      { id: 3014, priority: 40, action, condition: { ...localSockets, ...localFramed, ...everyType } },
      { id: 3015, priority: 34, action, condition: { ...local, ...localOwn, ...mainFrame } },
      { id: 3016, priority: 16, action: { type: 'allow' }, condition: { ...local, ...direct } },
    ]);
  });

  test('where it cannot', () => {
    expect(desiredRules([{ profile, sent }], FIREFOX)).toEqual([
      { id: 3001, priority: 30, action, condition: { ...api, ...apiOwn, ...embedded } },
      { id: 3002, priority: 20, action, condition: { ...api, ...direct } },
      { id: 3004, priority: 40, action, condition: { ...apiSockets, ...apiOwn, ...everyType } },
      { id: 3005, priority: 34, action, condition: { ...api, ...apiOwn, ...mainFrame } },
      { id: 3006, priority: 16, action: { type: 'allow' }, condition: { ...api, ...direct } },
      { id: 3011, priority: 30, action, condition: { ...local, ...localOwn, ...embedded } },
      { id: 3012, priority: 20, action, condition: { ...local, ...direct } },
      { id: 3014, priority: 40, action, condition: { ...localSockets, ...localOwn, ...everyType } },
      { id: 3015, priority: 34, action, condition: { ...local, ...localOwn, ...mainFrame } },
      { id: 3016, priority: 16, action: { type: 'allow' }, condition: { ...local, ...direct } },
    ]);
  });
});

describe('the scope of a host', () => {
  const apiHosts = [aHost('api.example.com'), aHost('b.example/v1')];
  const kinds = (scope: HostScope, abilities: RuleAbilities) =>
    kindsOf(
      rulesOf({ apiHosts, scopes: { 'https://b.example/v1': scope } }, abilities).filter(
        ({ id }) => id > 1_010,
      ),
    );

  test.each([
    ['pagesAndTyped', CHROMIUM, ['ownPages', 'directNavigation', 'ownSockets', 'ownNavigation', 'armed']],
    ['onlyPages', CHROMIUM, ['ownPages', 'ownSockets', 'ownNavigation']],
    ['onlyTyped', CHROMIUM, ['directNavigation', 'armed']],
    ['pagesAndTyped', FIREFOX, ['ownPages', 'directNavigation', 'ownSockets', 'ownNavigation', 'armed']],
    ['onlyPages', FIREFOX, ['ownPages', 'ownSockets', 'ownNavigation']],
    ['onlyTyped', FIREFOX, ['directNavigation', 'armed']],
  ] as const)('%s, with %j: %j', (scope, abilities, expected) => {
    expect(kinds(scope, abilities)).toEqual(expected);
  });

  test('leaves the other hosts alone', () => {
    const others = (scope: HostScope) =>
      rulesOf({ apiHosts, scopes: { 'https://b.example/v1': scope } }).filter(({ id }) => id < 1_010);
    expect(others('onlyTyped')).toEqual(rulesOf({ apiHosts: apiHosts.slice(0, 1) }));
    expect(others('onlyPages')).toEqual(others('onlyTyped'));
  });

  test('does not weaken the cache guard', () => {
    for (const scope of HOST_SCOPES) {
      const profile = aProfile({ scopes: { 'https://api.example.com': scope } });
      expect(kindsOf(desiredRules([{ profile, sent: null }], CHROMIUM))).toEqual(['cacheGuard']);
    }
  });
});

describe('the header', () => {
  test('has the name and the prefix that the API wants', () => {
    const rules = rulesOf({ header: { name: 'X-Token', prefix: '' } });
    expect(rules.flatMap(headersOf)).toContainEqual({
      header: 'x-token',
      operation: 'set',
      value: 'aaa.bbb.ccc',
    });
    expect(rules.flatMap(headersOf).map(({ header }) => header)).not.toContain('authorization');
  });

  test('has a second one beside it with the bare access token, where that is asked for', () => {
    const rules = rulesOf({ accessTokenHeader: 'X-Access-Token', header: { name: 'Token', prefix: 'JWT ' } });
    for (const rule of rules.filter(({ action }) => action.type === 'modifyHeaders')) {
      expect(headersOf(rule)).toEqual([
        { header: 'token', operation: 'set', value: 'JWT aaa.bbb.ccc' },
        { header: 'x-access-token', operation: 'set', value: 'access-aaa.bbb.ccc' },
        { header: 'cache-control', operation: 'set', value: 'no-store, no-cache' },
      ]);
    }
  });

  test('has no second one where the grant gave no access token', () => {
    const profile = aProfile({ accessTokenHeader: 'X-Access-Token' });
    const sent = { ...aSentTokens(), access: null };
    const rules = desiredRules([{ profile, sent }], CHROMIUM);
    const names = new Set(rules.flatMap(headersOf).map(({ header }) => header));
    expect(names).toEqual(new Set(['authorization', 'cache-control']));
  });

  describe.each(['attached', 'second'] as const)('J9: is never set where the %s token is', (which) => {
    const sentWith = (jwt: string) =>
      which === 'attached'
        ? { ...aSentTokens(), token: aToken({ jwt }) }
        : { ...aSentTokens(), access: aToken({ jwt }) };
    const kindsWith = (jwt: string) => {
      const profile = aProfile({ accessTokenHeader: 'X-Access-Token' });
      return kindsOf(desiredRules([{ profile, sent: sentWith(jwt) }], CHROMIUM));
    };

    test.each([
      '',
      'aaa.bbb',
      'aaa.bbb.ccc.ddd',
      'aaa..ccc',
      'aaa.bbb.ccc\r\nx-evil: 1',
      'aaa.bbb.ccc\n',
      'aaa.bbb.ccc,aaa.bbb.ccc',
      'Bearer aaa.bbb.ccc',
      'aaa.bbb.cc\u00e9',
      'aaa.bbb.ccc==',
    ])('%j', (jwt) => expect(kindsWith(jwt)).toEqual(['cacheGuard']));

    test('but where it is a JWT', () => expect(kindsWith('aA0.b-_.c')).toContain('ownPages'));
  });

  test('is all that holds a token: no condition and no rule without headers does', () => {
    const rules = rulesOf({ accessTokenHeader: 'X-Access' });
    expect(JSON.stringify(rules.map(({ condition }) => condition))).not.toContain('aaa.bbb.ccc');
    expect(JSON.stringify(rules.filter((rule) => headersOf(rule).length === 0))).not.toContain('aaa.bbb.ccc');
    expect(JSON.stringify(rulesOf({}))).not.toContain('access-aaa.bbb.ccc');
  });
});

test('a profile without a token gets its cache guards and nothing else', () => {
  const profile = aProfile({
    slot: 3,
    apiHosts: [aHost('api.example.com'), aHost('http://localhost:3000'), aHost('*.b.example/v1')],
    allowedPages: [aPage('app.example.org')],
  });
  const action = {
    type: 'modifyHeaders',
    requestHeaders: [{ header: 'cache-control', operation: 'set', value: 'no-store, no-cache' }],
  };
  const everyType = { isUrlFilterCaseSensitive: true, excludedResourceTypes: ['csp_report'] };
  const regexFilter = '^https://(?:[^/:@?#]+\\.)?b\\.example/v1(?:[/?#]|$)';
  expect(desiredRules([{ profile, sent: null }], CHROMIUM)).toEqual([
    { id: 3003, priority: 10, action, condition: { urlFilter: '|https://api.example.com/', ...everyType } },
    { id: 3013, priority: 10, action, condition: { urlFilter: '|http://localhost:3000/', ...everyType } },
    { id: 3023, priority: 10, action, condition: { regexFilter, ...everyType } },
  ]);
});

test('the numbers are what they were, since ids and priorities outlive a version', () => {
  expect(RULE_KINDS).toEqual({
    ownPages: 1,
    directNavigation: 2,
    cacheGuard: 3,
    ownSockets: 4,
    ownNavigation: 5,
    armed: 6,
  });
  expect(RULE_PRIORITIES).toEqual({
    cacheGuard: 10,
    armed: 16,
    directNavigation: 20,
    ownPages: 30,
    ownNavigation: 34,
    ownSockets: 40,
  });
});

test('nobody signed up, no rules', () => expect(desiredRules([], CHROMIUM)).toEqual([]));

test('each page is named once, though it may be an API host too', () => {
  const profile = aProfile({
    allowedPages: [
      aPage('api.example.com:8443'),
      aPage('app.example.org'),
      aPage('https://app.example.org:1'),
    ],
  });
  const [rule] = desiredRules([{ profile, sent }], CHROMIUM);
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
        '*.example.com',
        'c.example/v1',
        '*.d.example:8443/v1/',
      ),
      { minLength: 1 },
    )
    .map((typed) => typed.map(aHost));
  const pages = fc
    .array(fc.constantFrom('app.example.org', 'localhost:5173'))
    .map((typed) => typed.map(aPage));
  const manyHosts = fc
    .integer({ min: 1, max: 50 })
    .map((count) => Array.from({ length: count }, (_, index) => aHost(`api${index}.example.com`)));
  const profiles: fc.Arbitrary<Profile> = fc
    .record({
      slot: fc.nat(2_000),
      apiHosts: fc.oneof(hosts, manyHosts),
      allowedPages: pages,
      scope: fc.constantFrom(...HOST_SCOPES),
    })
    .map(({ scope, ...rest }) =>
      aProfile({ ...rest, scopes: Object.fromEntries(rest.apiHosts.map((host) => [hostText(host), scope])) }),
    );
  const abilities = fc.constantFrom(CHROMIUM, FIREFOX);
  const attachments: fc.Arbitrary<Attachment> = fc.record({
    profile: profiles,
    sent: fc.constantFrom(null, sent),
  });
  const sets = fc.uniqueArray(attachments, { maxLength: 4, selector: ({ profile }) => profile.slot });

  test('no rule sends the token for an initiator that nobody named, but for GET and HEAD navigations', () => {
    fc.assert(
      fc.property(sets, abilities, (set, can) => {
        for (const { condition } of desiredRules(set, can).filter(isTokenRule)) {
          if (condition.initiatorDomains) {
            expect(condition.initiatorDomains.length).toBeGreaterThan(0);
            expect(condition.excludedRequestMethods).toEqual(['options']);
            // Only a navigation and a worker have no page around them.
            const isFramed = condition.topDomains !== undefined;
            const isAlone = condition.resourceTypes?.[0] === 'main_frame';
            expect(isFramed).toBe(can.topDomains && !isAlone);
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
      fc.property(attachments, abilities, ({ profile }, can) => {
        const pageNames = profile.allowedPages.map(({ hostname }) => hostname);
        const rules = desiredRules([{ profile, sent }], can);
        for (const [index, host] of profile.apiHosts.entries()) {
          const first = profile.slot * 1_000 + index * 10;
          const own = rules.filter(({ id, condition }) => {
            return id > first && id < first + 10 && condition.initiatorDomains;
          });
          const names = new Set([host.hostname, ...pageNames]);
          for (const { condition } of own) {
            expect(new Set(condition.initiatorDomains)).toEqual(names);
            if (condition.topDomains) expect(new Set(condition.topDomains)).toEqual(names);
          }
        }
      }),
    );
  });

  test('the token is sent where there is one, and only there', () => {
    fc.assert(
      fc.property(attachments, abilities, (attachment, can) => {
        const rules = desiredRules([attachment], can);
        expect(rules.some(isTokenRule)).toBe(attachment.sent !== null);
        for (const { urlFilter, regexFilter } of rules.map(({ condition }) => condition)) {
          expect(urlFilter ?? '|').toMatch(/^\|/);
          expect(regexFilter ?? '^').toMatch(/^\^/);
          expect(urlFilter === undefined).toBe(regexFilter !== undefined);
        }
        const perHost = new Set(rules.map(({ id }) => Math.floor(id / 10)));
        expect(perHost.size).toBe(attachment.profile.apiHosts.length);
        if (!attachment.sent) expect(rules).toHaveLength(perHost.size);
      }),
    );
  });

  test('ids are positive, in order and shared by no two rules, whoever is signed in', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const signedIn = set.map(({ profile }) => ({ profile, sent }));
        const signedOut = set.map(({ profile }) => ({ profile, sent: null }));
        const rules = [signedIn, signedOut].flatMap((each) => desiredRules(each, CHROMIUM));
        const ids = rules.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(Math.min(1, ...ids)).toBe(1);
        const inOrder = desiredRules(set, CHROMIUM).map(({ id }) => id);
        expect(inOrder).toEqual([...inOrder].sort((one, other) => one - other));
      }),
    );
  });

  test('an empty list stands nowhere, because the browsers read it differently', () => {
    fc.assert(
      fc.property(sets, (set) => {
        const values = desiredRules(set, CHROMIUM).flatMap(({ condition }) => Object.values(condition));
        expect(values.filter((value) => value === undefined || value.length === 0)).toEqual([]);
      }),
    );
  });
});

test('two profiles on one host keep rules of their own', () => {
  const attachments = [
    { profile: aProfile({ id: 'p2', slot: 2 }), sent: aSentTokens('b.b.b') },
    { profile: aProfile({ id: 'p1', slot: 1 }), sent: null },
  ];
  const rules = desiredRules(attachments, CHROMIUM);
  expect(rules.map(({ id }) => id)).toEqual([1003, 2001, 2002, 2004, 2005, 2006]);
  expect(rules.slice(1)).toEqual(desiredRules(attachments.slice(0, 1), CHROMIUM));
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
    .tuple(
      fc.constantFrom('https://', 'http://'),
      fc.constantFrom('', '*.'),
      fc.constantFrom(...hostNames),
      fc.constantFrom(...ports),
      fc.constantFrom('', '', '/v1', '/v1/', '/a.b'),
    )
    .map((parts) => parseApiHost(parts.join('')))
    .filter((host) => host.ok)
    .map(({ value }) => value);

  const names = (name: string) =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(name) },
      fc.constantFrom(...namesLike(name)),
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
        names(host.hostname),
        fc.oneof(
          fc.constant(host.port && `:${host.port}`),
          fc.constantFrom(...ports, `:${host.port}1`, ':1'),
        ),
        fc.oneof(fc.webPath(), fc.constantFrom(...pathsLike(host.pathPrefix))),
        fc.constantFrom('', '?', '?q=1', `?next=${hostText(host)}/`, '#top', `#${hostText(host)}/`),
      )
      .map(([scheme, ...rest]) => `${scheme}//${rest.join('')}`);
  const requests = hosts.chain((host) =>
    fc.record({ host: fc.constant(host), url: fc.oneof({ weight: 9, arbitrary: urls(host) }, fc.webUrl()) }),
  );

  test('matches the URLs of its origin and no others', { timeout: 30_000 }, () => {
    const seen = { matched: 0, unmatched: 0 };
    fc.assert(
      fc.property(requests, ({ host, url: text }) => {
        if (!URL.canParse(text)) return;
        const url = new URL(text);
        const expected = isAt(host, url);
        seen[expected ? 'matched' : 'unmatched'] += 1;
        if (covers(host, url) !== expected || coversUrl(host, url) !== expected)
          throw new Error(`${hostText(host)} on ${url.href}`);
      }),
      { numRuns: 6_000 },
    );
    expect(seen.matched).toBeGreaterThan(300);
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
    ['*.example.com', 'https://example.com/', true],
    ['*.example.com', 'wss://a.b.example.com/x', true],
    ['*.example.com', 'https://a.example.com:8443/', false],
    ['*.example.com', 'https://notexample.com/', false],
    ['*.example.com', 'https://a.example.com.evil.com/', false],
    ['*.example.com', 'https://evil.com/.example.com/', false],
    ['*.example.com', 'https://evil.com?.example.com/', false],
    ['*.example.com', 'https://u.example.com@evil.com/', false],
    ['*.example.com', 'https://evil.com@u.example.com/', false],
    ['*.example.com', 'https://.example.com/', false],
    ['api.example.com/v1', 'https://api.example.com/v1', true],
    ['api.example.com/v1', 'https://api.example.com/v1?x', true],
    ['api.example.com/v1', 'https://api.example.com/v10', false],
    ['api.example.com/v1', 'https://api.example.com/v1;x', false],
    ['api.example.com/v1', 'https://api.example.com/v1%2Fx', false],
    ['api.example.com/v1', 'https://api.example.com/V1', false],
    ['api.example.com/v1', 'wss://api.example.com/v1/socket', true],
  ])('of %s on %s: %s', (typed, url, matches) => {
    expect(covers(aHost(typed), new URL(url))).toBe(matches);
  });
});
