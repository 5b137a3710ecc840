import { test } from 'playwright/test';
import { CACHE_LEGEND, runCacheMatrix } from './matrix/cache-matrix';
import { expectClean } from './matrix/expect-clean';
import { EVERY_HOST } from './matrix/hosts';
import type { BrowserName } from './support/browser-under-test';
import { startEnvironment } from './support/environment';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
const LONGEST_MS = 900_000;

for (const name of BROWSERS) {
  test(`T3, ${name}: nobody is shown an answer that was cached for another user`, async () => {
    test.setTimeout(LONGEST_MS);
    const env = await startEnvironment(name, EVERY_HOST);
    try {
      expectClean(`${name}: cached answers`, await runCacheMatrix(env), CACHE_LEGEND);
    } finally {
      await env.close();
    }
  });
}
