import type { BrowserName } from '../support/browser-under-test';
import { API } from '../support/story';
import { ALL_KINDS, type Turn, turnOf } from './all-kinds';
import type { Expected, Outcome } from './case';
import { type Initiator, pageOf } from './initiators';
import { TYPED } from './navigation-kinds';
import { policyOf } from './policy';
import type { RequestKind } from './request-kind';
import { arrivals, type Bench, outcomesOf, runAlone, runTogether, type Trial } from './runner';
import { isKnownSilent } from './silence';

/** Sends every kind of request from every initiator, and typed ones. */
export async function runRequestMatrix(
  bench: Bench,
  initiators: readonly Initiator[],
): Promise<readonly Outcome[]> {
  const columns = initiators.map((from) => columnOf(bench.browser.name, from));
  for (const { from, trials } of columns) await runTogether(bench, pageOf(from), trials.together);
  // Windows are opened at last: a page behind another is not drawn, and nothing is loaded ahead for it.
  for (const turn of ['putOff', 'away'] as const) {
    for (const { from, trials } of columns) {
      for (const each of trials[turn]) await runAlone(bench, pageOf(from), each, turn === 'away');
    }
  }
  const typed = await runTyped(bench);
  const inOrder = columns.flatMap(({ trials }) => [...trials.together, ...trials.putOff, ...trials.away]);
  return outcomesOf(bench, [...inOrder, typed]);
}

/** Sends from one initiator only what its page can send at once. */
export async function runOneColumn(bench: Bench, from: Initiator): Promise<readonly Outcome[]> {
  const { together } = columnOf(bench.browser.name, from).trials;
  await runTogether(bench, pageOf(from), together);
  return outcomesOf(bench, together);
}

interface Column {
  readonly from: Initiator;
  readonly trials: Readonly<Record<Turn, readonly Trial[]>>;
}

function columnOf(browser: BrowserName, from: Initiator): Column {
  const of = (turn: Turn) =>
    ALL_KINDS.filter((kind) => turnOf(kind) === turn).map((kind) => trial(browser, kind, from));
  return { from, trials: { together: of('together'), putOff: of('putOff'), away: of('away') } };
}

async function runTyped(bench: Bench): Promise<Trial> {
  const expected = {
    path: pathFor(TYPED.name, 'typed'),
    isPreflight: false,
    isSilent: false,
    carries: () => true,
  };
  const url = `https://${API}${expected.path}`;
  await bench.tab.goto(url);
  const typed: Trial = { row: TYPED.name, column: 'typed', expected: [expected], task: [TYPED.name, url] };
  await arrivals(bench, [typed]);
  return typed;
}

function trial(browser: BrowserName, kind: RequestKind, initiator: Initiator): Trial {
  const policy = policyOf(browser, kind, initiator);
  const expected: Expected = {
    path: pathFor(kind.sentBy ?? kind.name, initiator.name),
    isPreflight: kind.method === 'OPTIONS',
    carries: () => policy !== false,
    isSilent: isKnownSilent(browser, kind, initiator),
  };
  return {
    row: kind.name,
    column: initiator.name,
    expected: [expected],
    ...(typeof policy === 'string' && { residual: policy }),
    task: [kind.name, `https://${API}${expected.path}`],
  };
}

function pathFor(kind: string, initiator: string): string {
  return `/leak/${`${kind}/${initiator}`.replace(/[^\w/]+/g, '-')}`;
}
