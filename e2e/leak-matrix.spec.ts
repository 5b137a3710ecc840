import { expect, test } from 'playwright/test';
import type { Outcome } from './matrix/case';
import { allowRefusedPage, chooseFrames, chooseToAsk } from './matrix/choices';
import { runDrawnQuestions } from './matrix/drawn-questions';
import { expectClean } from './matrix/expect-clean';
import { wrongAnswers } from './matrix/explained';
import { runHostMatrix } from './matrix/host-matrix';
import { ALLOWED, CLICKED, EVERY_HOST } from './matrix/hosts';
import {
  ASKED_INITIATORS,
  CLICKED_INITIATORS,
  FOREIGN_UNDER_NAIVE_RULE,
  INITIATORS,
} from './matrix/initiators';
import { installNaiveRule } from './matrix/naive-rule';
import { runRedirectMatrix } from './matrix/redirect-matrix';
import { runAskMatrix, runFrameMatrix, runRequestMatrix, runTogetherMatrix } from './matrix/request-matrix';
import { RESIDUALS } from './matrix/residuals';
import { type Bench, openBench } from './matrix/runner';
import { drawTable } from './matrix/table';
import type { BrowserName, Environment } from './support/browser-under-test';
import { startEnvironment } from './support/environment';
import { formFor, PASSWORD } from './support/story';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
const LONGEST_MS = 900_000;
const LEAST_LEAKS = 10;
const LEAST_QUESTIONS = 9;
// Each draws pages of both schemes, with and without a user name, a dot, a port and a sub-domain.
const SEEDS = { clicked: 27, everyHost: 34 };

async function signIn({ pool, browser }: Environment): Promise<string> {
  pool.addUser({ username: 'alice', password: PASSWORD });
  const popup = await browser.openPopup();
  await popup.fill(
    formFor(pool, pool.addClient(), { 'Pages allowed to use the token': `https://${ALLOWED}` }),
  );
  await popup.press('Sign in');
  await popup.waitForText('Signed in as alice');
  const token = await popup.copyToken();
  await popup.close();
  return `Bearer ${token}`;
}

/** Holds "Would this request get the token?" against what was seen. */
async function expectExplained(...seen: Parameters<typeof wrongAnswers>): Promise<void> {
  const { asked, wrong } = await wrongAnswers(...seen);
  expect(wrong).toEqual([]);
  expect(asked).toBeGreaterThan(LEAST_QUESTIONS);
}

/** Holds what was seen against what "Would this request get the token?" had answered. */
function expectAsAnswered(outcomes: readonly Outcome[]): void {
  expect(outcomes.flatMap(({ leaks, missing }) => [...leaks, ...missing])).toEqual([]);
  expect(outcomes.filter(({ isPositive }) => isPositive).length).toBeGreaterThan(LEAST_QUESTIONS);
}

function describeBrowser(
  title: string,
  name: BrowserName,
  granted: readonly string[],
  tests: (bench: () => Bench) => void,
) {
  test.describe
    .serial(`${name}, ${title}`, () => {
      let env: Environment;
      let bench: Bench;
      test.setTimeout(LONGEST_MS);

      test.beforeAll(async () => {
        env = await startEnvironment(name, granted, ['webNavigation']);
        bench = await openBench(env, await signIn(env));
      });
      test.afterAll(() => env?.close());

      tests(() => bench);
    });
}

for (const name of BROWSERS) {
  describeBrowser('with what was clicked granted', name, CLICKED, (bench) => {
    // First: the matrix leaves a browser that has opened some hundred windows.
    test('"Would this request get the token?" answers any question as the wire does', async () => {
      expectAsAnswered(await runDrawnQuestions(bench(), SEEDS.clicked));
    });

    test('T1: each kind of request carries the token from where it should, and from nowhere else', async () => {
      await allowRefusedPage(bench().browser);
      const outcomes = await runRequestMatrix(bench(), CLICKED_INITIATORS);
      expectClean(`${name}: kinds of requests`, outcomes, Object.values(RESIDUALS));
      await expectExplained(bench(), CLICKED_INITIATORS, outcomes);
    });
  });

  // Browsers of their own: each of these opens some hundred windows.
  describeBrowser('with frames and forms', name, CLICKED, (bench) => {
    test('T1: frames and forms carry the token where the user wants it, and from no foreign page', async () => {
      await allowRefusedPage(bench().browser);
      await chooseFrames(bench().browser);
      const outcomes = await runFrameMatrix(bench(), CLICKED_INITIATORS);
      expectClean(`${name}: frames and forms`, outcomes, Object.values(RESIDUALS));
      await expectExplained(bench(), CLICKED_INITIATORS, outcomes);
    });
  });

  describeBrowser('with the question', name, CLICKED, (bench) => {
    test('T1: where other links ask first, no foreign page opens the API as the user, nor loads it ahead', async () => {
      await chooseToAsk(bench().browser);
      const outcomes = await runAskMatrix(bench(), ASKED_INITIATORS);
      expectClean(`${name}: navigations that ask`, outcomes, Object.values(RESIDUALS));
      await expectExplained(bench(), ASKED_INITIATORS, outcomes);
    });
  });

  describeBrowser('with every host granted', name, EVERY_HOST, (bench) => {
    test('T1: nothing but the rules keeps the token from what foreign pages send', async () => {
      const outcomes = await runTogetherMatrix(bench(), INITIATORS);
      expectClean(`${name}: kinds of requests, every host granted`, outcomes, Object.values(RESIDUALS));
    });

    test('"Would this request get the token?" answers any question as the wire does', async () => {
      expectAsAnswered(await runDrawnQuestions(bench(), SEEDS.everyHost));
    });

    test('T2: only the exact host carries the token, however a host is written', async () => {
      await chooseFrames(bench().browser);
      expectClean(`${name}: hosts`, await runHostMatrix(bench()));
    });

    test('T2: redirects leave the token behind at every other host, and carry it at the API', async () => {
      expectClean(`${name}: redirects`, await runRedirectMatrix(bench()));
    });

    // Once is enough.
    if (name === 'firefox') return;

    test('the matrix sees leaks where there are some: a naive rule', async () => {
      const { browser, bearer } = bench();
      await installNaiveRule(browser, bearer);
      const tab = await browser.openTab();
      const outcomes = await runTogetherMatrix({ ...bench(), tab }, [FOREIGN_UNDER_NAIVE_RULE]);
      process.stdout.write(drawTable(`${name}: a naive rule, which has to leak`, outcomes));
      const leaking = outcomes.filter(({ leaks }) => leaks.length > 0);
      expect(leaking.length).toBeGreaterThanOrEqual(LEAST_LEAKS);
    });
  });
}
