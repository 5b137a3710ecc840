import { stdout } from 'node:process';
import type { Page } from 'playwright';
import type { NetRule } from '../../src/core/rules/net-rule';
import { matches, type NetRequest, outcomeOf } from '../../src/core/rules/rule-match';
import { type Details, netRequestOf, sampleRequests } from './sample-requests';

interface RuleKey {
  readonly ruleId: number;
  readonly rulesetId: string;
}

export type InstalledRule = NetRule & { readonly rulesetId: string };

/** The rules of both sets, as the browser gives them back. */
export function installedRules(page: Page): Promise<InstalledRule[]> {
  return page.evaluate(async () => {
    const { getSessionRules, getDynamicRules } = chrome.declarativeNetRequest;
    const session = (await getSessionRules()).map((rule) => ({ ...rule, rulesetId: '_session' }));
    const dynamic = (await getDynamicRules()).map((rule) => ({ ...rule, rulesetId: '_dynamic' }));
    return [...session, ...dynamic] as unknown as InstalledRule[];
  });
}

/** What the browser says of each request; null for one that it takes for no request. */
export function browserMatches(page: Page, requests: readonly Details[]): Promise<(RuleKey[] | null)[]> {
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

export function canNameTopDomains(page: Page): Promise<boolean> {
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

/** How far the browser and our matcher agree. */
export interface Comparison {
  /** How many requests were compared; the others are none to the browser. */
  readonly compared: number;
  /** On how many of them some rule acts. */
  readonly acting: number;
  /** Where they disagree, in words. */
  readonly problems: readonly string[];
}

/** Compares what the browser does to requests with what our matcher makes of the rules that it has now. */
export async function compareWithBrowser(
  page: Page,
  state: string,
  samples: readonly Details[],
): Promise<Comparison> {
  const rules = await installedRules(page);
  const answers = await browserMatches(page, samples);
  const compared = samples.flatMap((details, index) => {
    const said = answers[index];
    return said ? [{ said, problem: disagreement(rules, details, said) }] : [];
  });
  const problems = compared.flatMap(({ problem }) => problem ?? []);
  const acting = compared.filter(({ said }) => said.length > 0).length;
  stdout.write(
    `${state}: ${compared.length - problems.length} of ${compared.length} samples agree, ` +
      `${acting} with rules that act, ${samples.length - compared.length} are no requests\n`,
  );
  return { compared: compared.length, acting, problems };
}

/** The samples as this browser takes them: without the page of the tab where it does not know that. */
export async function samplesFor(page: Page, count: number): Promise<readonly Details[]> {
  const knowsTop = await canNameTopDomains(page);
  return sampleRequests(count).map(({ topUrl, ...rest }) =>
    knowsTop && topUrl ? { ...rest, topUrl } : rest,
  );
}
