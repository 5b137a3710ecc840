import { defineConfig } from 'playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  fullyParallel: true,
  // One a core: more were no faster on two, and starved the browsers.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // A test that needs a second try is wrong.
  retries: 0,
  // These only end what hangs: a machine that does other things as well may take its time.
  timeout: 240_000,
  expect: { timeout: 90_000 },
  reporter: process.env.E2E_REPORT
    ? [['list'], ['json', { outputFile: `../${process.env.E2E_REPORT}` }]]
    : [['list']],
});
