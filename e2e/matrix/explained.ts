import type { Question, WayToSend } from '../../src/core/rules/question';
import type { BrowserUnderTest } from '../support/browser-under-test';
import { API } from '../support/story';
import type { Outcome } from './case';
import { type Initiator, pageOf } from './initiators';
import type { Bench } from './runner';

/** Rows of the matrix that "Would this request get the token?" can be asked about, and how a page sends them. */
const ROWS: Readonly<Record<string, WayToSend>> = {
  fetch: 'request',
  img: 'request',
  link: 'link',
  'form GET': 'link',
  'form POST': 'frameOrForm',
  iframe: 'frameOrForm',
  'form POST into an iframe': 'frameOrForm',
};

/**
 * Where the answer to "Would this request get the token?" is not what was seen on the wire.
 * @returns one line each; `asked` counts the questions
 */
export async function wrongAnswers(
  { browser }: Bench,
  initiators: readonly Initiator[],
  outcomes: readonly Outcome[],
): Promise<{ readonly asked: number; readonly wrong: readonly string[] }> {
  const questions = initiators
    .filter(({ frame, isSandboxed }) => !frame && !isSandboxed)
    .flatMap((from) =>
      outcomes
        .filter(({ row, column }) => row in ROWS && column === from.name)
        .map((seen) => ({ from, seen })),
    );
  const codes = await explanationsOf(
    browser,
    questions.map(({ from, seen }) => ({
      url: `https://${API}/explained`,
      page: pageOf(from),
      sentAs: ROWS[seen.row] ?? 'request',
    })),
  );
  const wrong = questions.flatMap(({ from, seen }, at) =>
    (codes[at] === 'sent') === seen.isPositive ? [] : [`${seen.row} | ${from.name}: ${codes[at]}`],
  );
  return { asked: questions.length, wrong };
}

/** What "Would this request get the token?" answers to each. */
export function explanationsOf(
  browser: BrowserUnderTest,
  questions: readonly Question[],
): Promise<readonly string[]> {
  return browser.evaluateInExtension(explainAll, questions);
}

// Stands alone, because it is sent as text.
async function explainAll(questions: readonly object[]): Promise<readonly string[]> {
  const replies = questions.map((each) => chrome.runtime.sendMessage({ type: 'explain', ...each }));
  return (await Promise.all(replies)).map(({ value }) => value.code);
}
