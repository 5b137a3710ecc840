import { expect, test } from 'playwright/test';
import { expectClean } from './matrix/expect-clean';
import { runHostMatrix } from './matrix/host-matrix';
import { ALLOWED, EVERY_HOST } from './matrix/hosts';
import { FOREIGN_UNDER_NAIVE_RULE, INITIATORS } from './matrix/initiators';
import { installNaiveRule } from './matrix/naive-rule';
import { runRedirectMatrix } from './matrix/redirect-matrix';
import { runOneColumn, runRequestMatrix } from './matrix/request-matrix';
import { RESIDUALS } from './matrix/residuals';
import { type Bench, openBench } from './matrix/runner';
import { drawTable } from './matrix/table';
import type { BrowserName, Environment } from './support/browser-under-test';
import { startEnvironment } from './support/environment';
import { formFor, PASSWORD } from './support/story';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
const LONGEST_MS = 900_000;
const LEAST_LEAKS = 10;

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

for (const name of BROWSERS) {
  test.describe
    .serial(name, () => {
      let env: Environment;
      let bench: Bench;
      test.setTimeout(LONGEST_MS);

      test.beforeAll(async () => {
        env = await startEnvironment(name, EVERY_HOST);
        bench = await openBench(env, await signIn(env));
      });
      test.afterAll(() => env?.close());

      test('T1: each kind of request carries the token from where it should, and from nowhere else', async () => {
        const outcomes = await runRequestMatrix(bench, INITIATORS);
        expectClean(`${name}: kinds of requests`, outcomes, Object.values(RESIDUALS));
      });

      test('T2: only the exact host carries the token, however a host is written', async () => {
        expectClean(`${name}: hosts`, await runHostMatrix(bench));
      });

      test('T2: redirects leave the token behind at every other host, and carry it at the API', async () => {
        expectClean(`${name}: redirects`, await runRedirectMatrix(bench));
      });

      // Once is enough.
      if (name === 'firefox') return;

      test('the matrix sees leaks where there are some: a naive rule', async () => {
        await installNaiveRule(env.browser, bench.bearer);
        const tab = await env.browser.openTab();
        const outcomes = await runOneColumn({ ...bench, tab }, FOREIGN_UNDER_NAIVE_RULE);
        process.stdout.write(drawTable(`${name}: a naive rule, which has to leak`, outcomes));
        const leaking = outcomes.filter(({ leaks }) => leaks.length > 0);
        expect(leaking.length).toBeGreaterThanOrEqual(LEAST_LEAKS);
      });
    });
}
