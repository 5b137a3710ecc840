import { API } from '../support/story';
import { ALL_KINDS, type Turn, turnOf } from './all-kinds';
import type { Expected, Outcome } from './case';
import { type Initiator, pageOf } from './initiators';
import { TYPED } from './navigation-kinds';
import { isFrameOrForm, isReading, type Policy, policyOf } from './policy';
import type { RequestKind } from './request-kind';
import {
  arrivals,
  type Bench,
  outcomesOf,
  runAlone,
  runAway,
  runTogether,
  runWindows,
  type Trial,
} from './runner';
import { isKnownSilent } from './silence';

/** Sends every kind of request from every initiator, and typed ones. */
export async function runRequestMatrix(
  bench: Bench,
  initiators: readonly Initiator[],
): Promise<readonly Outcome[]> {
  const policy = { browser: bench.browser.name, frames: false, asks: false };
  const columns = initiators.map((from) => columnOf(policy, ALL_KINDS, from));
  const outcomes = await runColumns(bench, columns);
  return [...outcomes, ...outcomesOf(bench, [await runTyped(bench)])];
}

/** Sends from every initiator what the choice "Frames and forms of allowed pages" is about, which has been made. */
export async function runFrameMatrix(
  bench: Bench,
  initiators: readonly Initiator[],
): Promise<readonly Outcome[]> {
  const policy = { browser: bench.browser.name, frames: true, asks: false };
  const columns = initiators.map((from) => {
    const kinds = ALL_KINDS.filter((kind) => kind.method !== 'OPTIONS' && isFrameOrForm(kind, from));
    return columnOf(policy, kinds, from);
  });
  return runColumns(bench, columns);
}

/** Sends from every initiator what the choice "other links ask first" is about, which has been made, and what is typed. */
export async function runAskMatrix(
  bench: Bench,
  initiators: readonly Initiator[],
): Promise<readonly Outcome[]> {
  const policy = { browser: bench.browser.name, frames: false, asks: true };
  const columns = initiators.map((from) =>
    columnOf(
      policy,
      ALL_KINDS.filter((kind) => isReading(kind, from)),
      from,
    ),
  );
  const outcomes = await runColumns({ ...bench, isAsking: true }, columns);
  return [...outcomes, ...outcomesOf(bench, [await runTyped(bench, 'asked')])];
}

async function runColumns(bench: Bench, columns: readonly Column[]): Promise<readonly Outcome[]> {
  for (const { from, trials } of columns)
    await runTogether(bench, pageOf(from, bench.holdPage), trials.together);
  // Windows are opened at last: a page behind another is not drawn, and nothing is loaded ahead for it.
  for (const { from, trials } of columns)
    for (const each of trials.putOff) await runAlone(bench, pageOf(from, bench.holdPage), each);
  for (const { from, trials } of columns) {
    await runWindows(bench, pageOf(from, bench.holdPage), trials.windows);
    for (const each of trials.away) await runAway(bench, pageOf(from, bench.holdPage), each);
  }
  return outcomesOf(bench, columns.flatMap(inOrder));
}

function inOrder({ trials }: Column): readonly Trial[] {
  return [...trials.together, ...trials.putOff, ...trials.windows, ...trials.away];
}

/** Sends from each initiator only what its page can send at once. */
export async function runTogetherMatrix(
  bench: Bench,
  initiators: readonly Initiator[],
): Promise<readonly Outcome[]> {
  const policy = { browser: bench.browser.name, frames: false, asks: false };
  const outcomes: Outcome[] = [];
  for (const from of initiators) {
    const { together } = columnOf(policy, ALL_KINDS, from).trials;
    await runTogether(bench, pageOf(from, bench.holdPage), together);
    outcomes.push(...outcomesOf(bench, together));
  }
  return outcomes;
}

interface Column {
  readonly from: Initiator;
  readonly trials: Readonly<Record<Turn, readonly Trial[]>>;
}

function columnOf(policy: Policy, kinds: readonly RequestKind[], from: Initiator): Column {
  const of = (turn: Turn) =>
    kinds.filter((kind) => turnOf(kind, from) === turn).map((kind) => trial(policy, kind, from));
  return {
    from,
    trials: { together: of('together'), putOff: of('putOff'), windows: of('windows'), away: of('away') },
  };
}

async function runTyped(bench: Bench, name = 'typed'): Promise<Trial> {
  const expected = {
    path: pathFor(TYPED.name, name),
    isPreflight: false,
    isSilent: false,
    carries: () => true,
  };
  const url = `https://${API}${expected.path}`;
  await bench.tab.enter(url);
  const typed: Trial = { row: TYPED.name, column: 'typed', expected: [expected], task: [TYPED.name, url] };
  await arrivals(bench, [typed]);
  return typed;
}

function trial(made: Policy, kind: RequestKind, initiator: Initiator): Trial {
  const policy = policyOf(made, kind, initiator);
  const place = `${initiator.name}${made.frames ? '/frames' : ''}${made.asks ? '/asks' : ''}`;
  const expected: Expected = {
    path: pathFor(kind.sentBy ?? kind.name, place),
    isPreflight: kind.method === 'OPTIONS',
    carries: () => policy !== false,
    isSilent: isKnownSilent(made, kind, initiator),
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
