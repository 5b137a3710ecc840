import type { BrowserName, Environment, PopupDriver, Tab } from '../support/browser-under-test';
import type { RecordingSites } from '../support/recording-sites';
import { formFor, PASSWORD } from '../support/story';
import { waitUntil } from '../support/wait-until';
import { answerForCache, CACHE_POLICIES, NOBODY } from './cache-pages';
import { isFramed, isKeptApart, READERS } from './cache-readers';
import type { Outcome } from './case';

const NOT_CONFIGURED = 'plain.example.net';
const ATTACH = 'Attach to requests';

/** What is kept from the matrix's own browser while its users change. */
interface Scene {
  readonly browser: BrowserName;
  readonly tab: Tab;
  readonly sites: RecordingSites;
  readonly api: string;
}

/** What a user may see, at a point of the story. */
interface Sight {
  readonly column: string;
  /** The set of URLs to read: each change has its own, so that each was cached by the user before it. */
  readonly set: string;
  readonly expected: string;
  /** Who was there before, and must not be seen. */
  readonly before?: string;
}

/** Has alice read everything, then others, and sees whether one of them is shown what alice was. */
export async function runCacheMatrix({ pool, sites, browser }: Environment): Promise<readonly Outcome[]> {
  sites.answerBy(answerForCache);
  const client = pool.addClient();
  const alice = pool.addUser({ username: 'alice', password: PASSWORD }).sub;
  const bob = pool.addUser({ username: 'bob', password: PASSWORD }).sub;
  const api = `localhost:${sites.httpPort}`;
  const popup = await browser.openPopup();
  const signIn = (username: string) => signInAs(popup, username, formFor(pool, client, { 'API hosts': api }));
  const scene: Scene = { browser: browser.name, tab: await browser.openTab(), sites, api };
  const seen: Outcome[] = [];
  const look = async (...sights: readonly Sight[]) => {
    for (const sight of sights) seen.push(...(await lookAt(scene, sight)));
  };

  await signIn('alice');
  await look(...['off', 'out', 'bob'].map((set) => ({ column: `alice (${set})`, set, expected: alice })));
  await popup.toggle(ATTACH);
  await untilSeen(scene, NOBODY);
  await look({ column: 'alice → off', set: 'off', expected: NOBODY, before: alice });
  await popup.toggle(ATTACH);
  await untilSeen(scene, alice);
  await popup.press('Sign out');
  await popup.waitForButton('Sign in');
  await look({ column: 'alice → out', set: 'out', expected: NOBODY, before: alice });
  await signIn('bob');
  await look({ column: 'alice → bob', set: 'bob', expected: bob, before: alice });
  await look({ column: 'out → bob', set: 'out', expected: bob, before: NOBODY });
  return [...seen, ...(await lookElsewhere(scene))];
}

async function signInAs(popup: PopupDriver, Username: string, form: Record<string, string>): Promise<void> {
  await popup.fill({ ...form, Username });
  await popup.press('Sign in');
  await popup.waitForText(`Signed in as ${Username}`);
}

/** Waits until the rules are in place, by a request that no cache can answer. */
async function untilSeen({ tab, api }: Scene, expected: string): Promise<void> {
  let tries = 0;
  await waitUntil(`the rules for ${expected}`, async () => {
    tries += 1;
    await tab.goto(`http://${api}/cache/${expected}-${tries}`);
    return (await tab.evaluate(() => document.body.textContent)) === expected;
  });
}

async function lookAt({ tab, api }: Scene, sight: Sight): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [way, read] of Object.entries(READERS)) {
    const urls = CACHE_POLICIES.map((policy) => urlFor(api, `${sight.set}-${way}`, policy));
    const bodies = await read(tab, `http://${api}/matrix/page`, urls);
    outcomes.push(
      ...CACHE_POLICIES.map((policy, at) =>
        judgeBody(`${policy}, ${way}`, ofWay(way, sight), bodies[at] ?? ''),
      ),
    );
  }
  return outcomes;
}

// Somebody else's answer is a leak wherever it is seen, the own one in a frame too: it was cached for another request.
function ofWay(way: string, sight: Sight): Sight {
  return isFramed(way) ? { ...sight, expected: NOBODY, before: sight.before ?? sight.expected } : sight;
}

function urlFor(host: string, path: string, policy: string): string {
  return `http://${host}/cache/${path}-${policy.replaceAll(' ', '-')}?policy=${encodeURIComponent(policy)}`;
}

function judgeBody(row: string, { column, expected, before }: Sight, body: string): Outcome {
  const isWrong = body !== expected;
  const what = [`${row} | ${column}: saw ${body || 'nothing'}`];
  const isLeak = isWrong && body !== NOBODY && body === before;
  const isPositive = expected !== NOBODY;
  return {
    row,
    column,
    expected: [],
    symbol: isWrong ? '✗' : isPositive ? '✓' : '·',
    leaks: isLeak ? what : [],
    missing: isWrong && !isLeak ? what : [],
    isPositive,
  };
}

/** The control: what a host says that is not configured is shown from the cache, so there is one to be afraid of. */
async function lookElsewhere({ tab, sites, browser }: Scene): Promise<readonly Outcome[]> {
  const host = `${NOT_CONFIGURED}:${sites.httpPort}`;
  const outcomes: Outcome[] = [];
  for (const [way, read] of Object.entries(READERS)) {
    if (isKeptApart(browser, way)) continue;
    const urls = CACHE_POLICIES.map((policy) => urlFor(host, way, policy));
    for (const _ of ['into the cache', 'out of it']) await read(tab, `http://${host}/matrix/page`, urls);
    outcomes.push(
      ...CACHE_POLICIES.map((policy, at) => judgeCount(`${policy}, ${way}`, sites, host, urls[at] ?? '')),
    );
  }
  return outcomes;
}

function judgeCount(row: string, sites: RecordingSites, host: string, url: string): Outcome {
  const { pathname, search } = new URL(url);
  const count = sites.to(host, pathname + search).length;
  const isCached = count === 1;
  const column = 'not configured: cached';
  const missing = isCached ? [] : [`${row} | ${column}: asked for ${count} times`];
  return {
    row,
    column,
    expected: [],
    symbol: isCached ? '✓' : '✗',
    leaks: [],
    missing,
    isPositive: isCached,
  };
}

/** What the letter in the table stands for. */
export const CACHE_LEGEND = [
  'E residual: an API that gives everyone the same ETag or date has Firefox show what another user was given',
];
