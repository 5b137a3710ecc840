import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allRules, CHROMIUM, dynamicRules, FIREFOX, sessionRules } from '../../testing/desired';
import { type Requests, requestsNear, type Sources, setsOfSources } from '../../testing/sources';
import { type Explanation, explain } from './explain';
import { type Question, requestOf, WAYS_TO_SEND } from './question';
import { matches, type NetRequest, outcomeOf, type RuleOutcome } from './rule-match';
import { isGuard, slotOf } from './rule-registry';

const ACCESS = { granted: ['<all_urls>'], socketTwins: true, dottedNames: true };
// What stands for a request that no browser sends: no rule is about it.
const NO_REQUEST: NetRequest = {
  ...{ url: new URL('about:blank'), method: 'get', type: 'other' },
  ...{ initiator: null, top: null },
};
const NOTHING: RuleOutcome = { headers: new Map(), isRedirected: false };

const carriesToken = ({ headers }: RuleOutcome) =>
  [...headers.keys()].some((header) => header !== 'cache-control');
const textOf = ({ headers }: RuleOutcome) => JSON.stringify([...headers].sort());

/** Finds the first source that, were it alone, would send a token, and what becomes of the request then. */
function firstToSendOf(sources: Sources) {
  const dynamic = dynamicRules(sources);
  const alone = sources.map((source) => ({ source, rules: [...sessionRules([source]), ...dynamic] }));
  return (request: NetRequest) => {
    const outcomes = alone.map(({ source, rules }) => ({ source, outcome: outcomeOf(rules, request) }));
    return outcomes.find(({ outcome }) => carriesToken(outcome)) ?? { source: null, outcome: NOTHING };
  };
}

function over(check: (sources: Sources, requests: Requests) => void, numRuns = 100): void {
  const pairs = setsOfSources.chain((sources) => fc.tuple(fc.constant(sources), requestsNear(sources)));
  fc.assert(
    fc.property(pairs, (pair) => check(...pair)),
    { numRuns },
  );
}

describe('of any profiles, in any order', () => {
  test('the first with a token for a request sends it, and nothing of another', { timeout: 60_000 }, () => {
    const seen = { none: 0, first: 0, later: 0 };
    over((sources, requests) => {
      const rules = allRules(sources);
      const firstToSend = firstToSendOf(sources);
      for (const request of requests) {
        const { source, outcome } = firstToSend(request);
        const found = outcomeOf(rules, request);
        if (source) expect(textOf(found)).toBe(textOf(outcome));
        else expect(carriesToken(found)).toBe(false);
        const sender = source === sources[0] ? 'first' : 'later';
        seen[source ? sender : 'none'] += 1;
      }
    }, 300);
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(150);
  });

  test('an explanation says whose token is sent, or that none is', { timeout: 60_000 }, () => {
    const seen = { sent: 0, held: 0, none: 0 };
    over((sources, requests) => {
      const rules = allRules(sources);
      const firstToSend = firstToSendOf(sources);
      for (const question of requests.flatMap(explainable)) {
        const request = requestFor(question);
        const outcome = outcomeOf(rules, request);
        const explanation = explanationOf(sources, question);
        expectSame(outcome, explanation);
        const winner = firstToSend(request).source;
        if (winner) expect(explanation.username).toBe(winner.profile.username);
        const fate = outcome.isRedirected ? 'held' : 'none';
        seen[carriesToken(outcome) ? 'sent' : fate] += 1;
      }
    });
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
  });

  test('no two rules of one set share an id', () => {
    over((sources) => {
      for (const rules of [sessionRules(sources), sessionRules(sources, FIREFOX), dynamicRules(sources)]) {
        const ids = rules.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
      }
    });
  });

  test('no rules of two profiles are equal, but those that do the same whosever they are', () => {
    over((sources) => {
      const ranked = sessionRules(sources).filter(({ id }) => !isGuard(id));
      const guards = sessionRules(sources).filter(({ id }) => isGuard(id));
      const slots = new Map<number, number>();
      for (const { id, priority } of ranked) {
        expect(slots.get(priority) ?? slotOf(id)).toBe(slotOf(id));
        slots.set(priority, slotOf(id));
      }
      expect(new Set(guards.map(({ action }) => JSON.stringify(action))).size).toBeLessThan(2);
      expect([...guards, ...dynamicRules(sources)].filter(({ priority }) => slots.has(priority))).toEqual([]);
    });
  });

  test('no rules about one request are equal that do different things', { timeout: 60_000 }, () => {
    over((sources, requests) => {
      const rules = allRules(sources);
      for (const request of requests) {
        const matching = rules.filter(({ condition }) => matches(condition, request));
        const actions = new Map(matching.map(({ priority, action }) => [priority, JSON.stringify(action)]));
        for (const { priority, action } of matching) {
          expect(actions.get(priority)).toBe(JSON.stringify(action));
        }
      }
    });
  });
});

/** The request as questions can put it: its URL is typed, or its page sends it in one of the ways there are. */
function explainable({ url, initiator }: NetRequest): readonly Question[] {
  const isPage = initiator !== null && URL.canParse(`https://${initiator}/`);
  const page = isPage ? `https://${initiator}/` : null;
  const ways = isPage ? WAYS_TO_SEND : (['request'] as const);
  return ways.map((sentAs) => ({ url: url.href, page, sentAs }));
}

function requestFor(question: Question): NetRequest {
  return requestOf(question, ACCESS) ?? NO_REQUEST;
}

function explanationOf(sources: Sources, question: Question): Explanation {
  return explain(question, { sources, abilities: CHROMIUM, access: ACCESS });
}

function expectSame(outcome: RuleOutcome, { code }: Explanation): void {
  // Where each navigation is held for a token of its own, it is sent in the end.
  const isSentLater = outcome.isRedirected && code === 'sent';
  expect(code === 'sent').toBe(carriesToken(outcome) || isSentLater);
  expect(['held', 'asks'].includes(code) || isSentLater).toBe(outcome.isRedirected);
}
