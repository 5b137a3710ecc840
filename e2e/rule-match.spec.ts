import { stdout } from 'node:process';
import { expect, type Page } from 'playwright/test';
import { type ApiHost, parseApiHost } from '../src/core/profile/api-host';
import type { NetRule } from '../src/core/rules/header-rules';
import { matches, type NetRequest, outcomeOf } from '../src/core/rules/rule-match';
import { test } from './support/fixtures';
import { namesLike, pathsLike } from './support/look-alikes';
import { signInAlice } from './support/story';

const SAMPLES = 4_000;
const API_HOSTS = [
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
const ALLOWED_PAGE = 'https://app.example.com';
const TYPES: readonly Details['type'][] = [
  'main_frame',
  'sub_frame',
  'xmlhttprequest',
  'script',
  'ping',
  'websocket',
  'csp_report',
];
const METHODS: readonly NonNullable<Details['method']>[] = ['get', 'get', 'head', 'post', 'put', 'options'];
const SIGNATURES = ['?X-Amz-Signature=1', '?a=1&sig=2', '?Signature=', '?xsig=1', '?Sig=1', '/sig=1', '?SIG'];

// Access that is missing is another question: the browser answers with no rule at all.
test.use({ grantedHosts: ['<all_urls>'] });

interface RuleKey {
  readonly ruleId: number;
  readonly rulesetId: string;
}

type InstalledRule = NetRule & { readonly rulesetId: string };

/** A request in the words of `testMatchOutcome`. */
type Details = chrome.declarativeNetRequest.TestMatchRequestDetails;

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
interface Chance {
  readonly pick: <T>(items: readonly T[]) => T;
  readonly happens: (probability: number) => boolean;
}

/** URLs at the API hosts and at places that look like them, from pages and tabs of all kinds. */
function sampleRequests(count: number): readonly Details[] {
  const random = seededRandom(20_260_115);
  const chance: Chance = {
    pick: <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T,
    happens: (probability) => random() < probability,
  };
  const hosts = API_HOSTS.map((typed) => parseApiHost(typed)).flatMap((host) =>
    host.ok ? [host.value] : [],
  );
  const pages = [
    ...hosts.map(({ scheme, hostname }) => `${scheme}://${hostname}`),
    ...['https://app.example.com', 'https://sub.app.example.com', 'http://app.example.com:81'],
    ...['https://x.wild.example.org', 'https://app.example.com.', 'https://evil.example.net'],
    ...['https://notapi.example.com', 'https://example.com', 'data:text/html,x', undefined, undefined],
  ];
  const requests: Details[] = [];
  while (requests.length < count) {
    const text = sampleUrl(chance, chance.pick(hosts));
    if (URL.canParse(text)) requests.push(sampleRequest(chance, new URL(text), pages));
  }
  return requests;
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

function netRequestOf({ url, method, type, initiator, topUrl }: Details): NetRequest {
  const nameOf = (page: string | undefined) => (page && new URL(page).hostname) || null;
  return {
    url: new URL(url),
    method: method ?? 'get',
    type,
    initiator: nameOf(initiator),
    top: nameOf(topUrl),
  };
}

/** The rules of both sets, as the browser gives them back. */
function installedRules(page: Page): Promise<InstalledRule[]> {
  return page.evaluate(async () => {
    const { getSessionRules, getDynamicRules } = chrome.declarativeNetRequest;
    const session = (await getSessionRules()).map((rule) => ({ ...rule, rulesetId: '_session' }));
    const dynamic = (await getDynamicRules()).map((rule) => ({ ...rule, rulesetId: '_dynamic' }));
    return [...session, ...dynamic] as unknown as InstalledRule[];
  });
}

/** What the browser says of each request; null for one that it takes for no request. */
function browserMatches(page: Page, requests: readonly Details[]): Promise<(RuleKey[] | null)[]> {
  return page.evaluate(
    (all) =>
      Promise.all(
        all.map((request) =>
          chrome.declarativeNetRequest.testMatchOutcome(request).then(
            ({ matchedRules }) => matchedRules.map(({ ruleId, rulesetId }) => ({ ruleId, rulesetId })),
            (error: Error) => {
              if (/URL|initiator/i.test(error.message)) return null;
              throw error;
            },
          ),
        ),
      ),
    requests,
  );
}

function canNameTopDomains(page: Page): Promise<boolean> {
  return page.evaluate(() => 'TOP_DOMAINS' in (chrome.declarativeNetRequest.RuleConditionKeys ?? {}));
}

const keyOf = ({ rulesetId, id }: InstalledRule) => `${rulesetId} ${id}`;

interface ActingRules {
  readonly all: readonly string[];
  readonly anyOf: readonly string[];
}

/**
 * The rules that `testMatchOutcome` returns: those that set headers, which are the ones above an `allow`; without any,
 * the `allow` or `redirect` that decides. Of two that decide alike it returns one, so that any of them is right.
 */
function actingRules(rules: readonly InstalledRule[], request: NetRequest): ActingRules {
  const matching = rules.filter(({ condition }) => matches(condition, request));
  const deciding = matching.filter(({ action }) => action.type !== 'modifyHeaders');
  const highest = Math.max(...deciding.map(({ priority }) => priority));
  const decisive = deciding.filter(({ priority }) => priority === highest);
  const isRedirected = decisive.some(({ action }) => action.type === 'redirect');
  const headers = matching.filter(
    ({ action, priority }) => action.type === 'modifyHeaders' && priority > highest && !isRedirected,
  );
  return headers.length > 0
    ? { all: headers.map(keyOf).toSorted(), anyOf: [] }
    : { all: [], anyOf: decisive.map(keyOf) };
}

/** Where the browser and our matcher disagree, in words; null where they agree. */
function disagreement(rules: readonly InstalledRule[], details: Details, said: readonly RuleKey[]) {
  const request = netRequestOf(details);
  const ours = actingRules(rules, request);
  // A rule is named twice where the URL has the rule's beginning twice.
  const theirs = [...new Set(said.map(({ rulesetId, ruleId }) => `${rulesetId} ${ruleId}`))];
  const isSame =
    ours.anyOf.length > 0
      ? theirs.length === 1 && theirs.every((key) => ours.anyOf.includes(key))
      : theirs.toSorted().join() === ours.all.join();
  const outcome = outcomeOf(rules, request);
  const theirOutcome = outcomeOf(
    rules.filter((rule) => theirs.includes(keyOf(rule))),
    request,
  );
  const isSameOutcome =
    outcome.isRedirected === theirOutcome.isRedirected &&
    (outcome.isRedirected ||
      JSON.stringify([...outcome.headers].sort()) === JSON.stringify([...theirOutcome.headers].sort()));
  return isSame && isSameOutcome ? null : JSON.stringify({ ...details, ours, theirs });
}

test('the rule matcher of the tests and of "Why?" decides as the browser does', async ({ pool, popup }) => {
  test.setTimeout(120_000);
  await signInAlice(
    pool,
    popup,
    {},
    { 'API hosts': API_HOSTS.join('\n'), 'Pages allowed to use the token': ALLOWED_PAGE },
  );
  const { page } = popup;
  const setScope = (host: string, scope: string) =>
    page.evaluate((request) => chrome.runtime.sendMessage(request), { type: 'setHostScope', host, scope });
  await setScope('https://typed.example.com', 'onlyTyped');
  await setScope('https://pages.example.com', 'onlyPages');
  const knowsTop = await canNameTopDomains(page);
  const samples = sampleRequests(SAMPLES).map(({ topUrl, ...rest }) =>
    knowsTop && topUrl ? { ...rest, topUrl } : rest,
  );

  const compare = async (state: string, sessionKinds: readonly string[]): Promise<void> => {
    const rules = await installedRules(page);
    const kindsOf = (set: string) =>
      new Set(rules.flatMap(({ rulesetId, action }) => (rulesetId === set ? action.type : [])));
    expect(kindsOf('_dynamic')).toEqual(new Set(['allow', 'redirect']));
    expect(kindsOf('_session')).toEqual(new Set(sessionKinds));
    const answers = await browserMatches(page, samples);
    const compared = samples.flatMap((details, index) => {
      const said = answers[index];
      return said ? [{ said, problem: disagreement(rules, details, said) }] : [];
    });
    const problems = compared.flatMap(({ problem }) => problem ?? []);
    const acting = compared.filter(({ said }) => said.length > 0).length;
    stdout.write(
      `${state}: ${compared.length - problems.length} of ${compared.length} samples agree, ` +
        `${acting} with rules that act, ${samples.length - compared.length} are no requests, ` +
        `top domains ${knowsTop ? 'known' : 'unknown'}\n`,
    );
    expect(problems.slice(0, 10)).toEqual([]);
    expect(compared.length).toBeGreaterThan(3_000);
    expect(acting).toBeGreaterThan(250);
  };

  await compare('signed in', ['allow', 'modifyHeaders']);
  pool.revokeAllTokens('alice');
  await page.evaluate(() => chrome.runtime.sendMessage({ type: 'refreshNow' }));
  await compare('lapsed', ['modifyHeaders']);
});

test('every expression that an API host can need fits into the browser', async ({ popup }) => {
  const label = 'a'.repeat(34);
  const longest = [
    `https://*.${label}.${label}.com:8443`,
    `https://*.a.b/${'v'.repeat(75)}`,
    `https://*.a.b/${'v.'.repeat(37)}/`,
    `https://api.example.com/${'v'.repeat(63)}`,
    `https://api.example.com/${'%C3%BC'.repeat(10)}`,
    `https://${`${'a'.repeat(62)}.`.repeat(4)}b:8443`,
  ];
  const hosts = longest.map((typed) => parseApiHost(typed));
  expect(hosts.filter(({ ok }) => !ok)).toEqual([]);
  const { hostFilter, socketFilter, wholeUrlPattern } = await import('../src/core/rules/host-filter');
  const expressions = hosts.flatMap((host) => {
    if (!host.ok) return [];
    const filters = [hostFilter(host.value), socketFilter(host.value)].flatMap(
      ({ regexFilter }) => regexFilter ?? [],
    );
    return [
      ...filters.map((regex) => ({ regex, isCaseSensitive: true, requireCapturing: false })),
      { regex: wholeUrlPattern(host.value), isCaseSensitive: true, requireCapturing: true },
    ];
  });
  const answers = await popup.page.evaluate(
    (all) =>
      Promise.all(
        all.map(async (options) => ({
          regex: options.regex,
          ...(await chrome.declarativeNetRequest.isRegexSupported(options)),
        })),
      ),
    expressions,
  );
  expect(answers.filter(({ isSupported }) => !isSupported)).toEqual([]);
});
