import { setTimeout } from 'node:timers/promises';
import type { BrowserUnderTest, Environment, Tab } from '../support/browser-under-test';
import type { RecordedRequest, RecordingSites } from '../support/recording-sites';
import { API } from '../support/story';
import { waitUntil } from '../support/wait-until';
import { letEverythingBeSent } from './browser-settings';
import type { Case, Expected, Outcome } from './case';
import { judge } from './case';
import { OWN, pageOf } from './initiators';
import { answerForMatrix } from './matrix-pages';
import { isDriven, isQuestion, passTasks, type Task } from './page-driver';

// What had begun before may take the place of what is entered: then it is entered again, not too soon.
const MOST_LOOKS = 30;
const LOOK_MS = 50;

/** What a matrix is run with. */
export interface Bench {
  readonly browser: BrowserUnderTest;
  readonly sites: RecordingSites;
  readonly tab: Tab;
  /** The address of the extension's hold page, to which that of a request is added. */
  readonly holdPage: string;
  /** Whether navigations to the API ask first, unless they are typed, say. */
  readonly isAsking: boolean;
  /** The exact value that a request should carry. */
  readonly bearer: string;
}

/** A case and how to cause its requests. */
export interface Trial extends Case {
  readonly task: Task;
}

/** Prepares the servers and opens the tab that everything happens in. */
export async function openBench({ browser, sites }: Environment, bearer: string): Promise<Bench> {
  const tab = await browser.openTab();
  await letEverythingBeSent(browser.name, tab);
  sites.answerBy(answerForMatrix);
  const holdPage = await browser.evaluateInExtension(holdPageUrl);
  return { browser, sites, tab, bearer, holdPage, isAsking: false };
}

// Stands alone, because it is sent as text.
const holdPageUrl = () => chrome.runtime.getURL('src/signing-in/signing-in.html?to=');

/** Has a page send all its requests, and waits until they, or a marker after them, have arrived. */
export async function runTogether(bench: Bench, page: string, trials: readonly Trial[]): Promise<void> {
  if (trials.length === 0) return;
  await send(bench, page, trials);
  await passMarker(bench);
}

/** Has a page send one request, and does not leave it. */
export async function runAlone(bench: Bench, page: string, trial: Trial): Promise<void> {
  await send(bench, page, [trial]);
  if (isSilent(trial)) await passMarker(bench);
}

/** Has a page open all its windows, and closes them: each that stays open makes the next ones slower. */
export async function runWindows(bench: Bench, page: string, trials: readonly Trial[]): Promise<void> {
  if (trials.length === 0) return;
  await send(bench, page, trials);
  const silent = trials.filter(isSilent).length;
  const areAsked = async () => (await countQuestions(await bench.tab.others())) >= silent;
  if (silent > 0 && !(bench.isAsking && (await looksSoon(areAsked)))) await passMarker(bench);
  for (const opened of await bench.tab.others()) await opened.close();
}

/** Has a page send one request that leads away from it. Another has to send the marker. */
export async function runAway(bench: Bench, page: string, trial: Trial): Promise<void> {
  await send(bench, page, [trial]);
  if (!isSilent(trial)) return;
  // The question is the answer; where there is none, nobody knows what is left of the page.
  const isAsked = async () => (await countQuestions([bench.tab])) > 0;
  if (bench.isAsking && (await looksSoon(isAsked))) return;
  await show(bench, pageOf(OWN));
  await passMarker(bench);
}

async function send(bench: Bench, page: string, trials: readonly Trial[]): Promise<void> {
  await show(bench, page);
  // In Firefox the page's own process tells of its beginning: what that process sends next is told after it.
  if (bench.isAsking) await passMarker(bench);
  const tasks = trials.map(({ task }) => task);
  // The page may be gone before it can answer. Had it not been asked, nothing would arrive.
  await bench.tab.evaluate(passTasks, tasks).catch(() => undefined);
  await arrivals(bench, trials);
}

function isSilent({ expected }: Trial): boolean {
  return expected.some((each) => each.isSilent);
}

async function countQuestions(tabs: readonly Tab[]): Promise<number> {
  const asked = await Promise.all(tabs.map((tab) => tab.evaluate(isQuestion).catch(() => false)));
  return asked.filter(Boolean).length;
}

// A navigation before it may have been on its way still, and be taken for the one that is waited for.
async function show({ tab, isAsking }: Bench, page: string): Promise<void> {
  await waitUntil(page, async () => {
    if (!isAsking) {
      await tab.goto(page);
      return isShown(tab, page);
    }
    // Nobody else opens the API's own pages without a question.
    await tab.enter(page);
    return looksSoon(() => isShown(tab, page));
  });
}

async function looksSoon(ask: () => Promise<boolean>): Promise<boolean> {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    if (await ask()) return true;
    await setTimeout(LOOK_MS);
  }
  return false;
}

// A page that is being left cannot be asked.
function isShown(tab: Tab, page: string): Promise<boolean> {
  return tab.evaluate(isDriven, page).catch(() => false);
}

/** Judges trials by all that has arrived until now. */
export function outcomesOf({ sites, bearer }: Bench, cases: readonly Case[]): readonly Outcome[] {
  return cases.map((each) => judge(each, (expected) => arrivedFor(sites, expected), bearer));
}

/** Waits for all that is not known to be silent. What does not come is for the judgement to say. */
export async function arrivals({ sites }: Bench, trials: readonly Case[]): Promise<void> {
  const awaited = trials.flatMap(({ expected }) => expected.filter(({ isSilent }) => !isSilent));
  const all = () => awaited.every((expected) => arrivedFor(sites, expected).length > 0);
  await waitUntil('all requests', all).catch(() => undefined);
}

let markers = 0;

/** Has the page send one more request and waits for it: what has not arrived by then was not sent. */
async function passMarker({ tab, sites }: Bench): Promise<void> {
  markers += 1;
  const path = `/leak/marker-${markers}`;
  await tab.evaluate(passTasks, [['fetch', `https://${API}${path}`]] as const);
  await waitUntil('the marker', () => sites.to(API, path).length > 0);
}

function arrivedFor(sites: RecordingSites, { path, isPreflight }: Expected): readonly RecordedRequest[] {
  return sites.requests.filter(
    (request) => pathOf(request) === path && (request.method === 'OPTIONS') === isPreflight,
  );
}

function pathOf({ path }: RecordedRequest): string {
  return path.split('?')[0] ?? '';
}
