// npm test: everything that must hold before a change is handed in. Stops at the first step that fails.
import { mkdirSync, rmSync } from 'node:fs';
import { buildBoth, ensurePackages, fail, ROOT, readJson, runBin, startBin } from './packages.mjs';

const REPORTS = { unit: '.cache/unit.json', e2e: '.cache/e2e.json' };

/** What is done at the same time, by name. */
const STEPS = [
  {
    'format and lint': () => startBin('biome', ['check', '--error-on-warnings', '.']),
    types: () => startBin('tsc', ['--build']),
    'unused code': () => startBin('knip', []),
    builds: buildBoth,
  },
  {
    Chromium: () => startBin('tsx', ['e2e/support/ensure-chromium.ts']),
    Firefox: () => startBin('tsx', ['e2e/support/ensure-firefox.ts']),
  },
  {
    'unit tests': () =>
      runBin('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile=${REPORTS.unit}`]),
  },
  {
    'end-to-end tests': () =>
      runBin('playwright', ['test', '-c', 'e2e/playwright.config.ts'], { E2E_REPORT: REPORTS.e2e }),
  },
];
const NAMES = STEPS.flatMap((together) => Object.keys(together));

console.log(`npm test goes through ${inWords(NAMES)}, some 15 minutes on 2 cores.`);
ensurePackages();
mkdirSync(`${ROOT}.cache`, { recursive: true });
for (const report of Object.values(REPORTS)) rmSync(ROOT + report, { force: true });
const startMs = Date.now();
for (const together of STEPS) await runTogether(together);
const minutes = ((Date.now() - startMs) / 60_000).toFixed(1);
console.log(`\nnpm test passed: ${inWords(NAMES)}, in ${minutes} minutes.`);
console.log(countLine());

async function runTogether(steps) {
  console.log(`\n── ${inWords(Object.keys(steps))}`);
  const codes = await Promise.all(Object.entries(steps).map(async ([name, run]) => [name, await run()]));
  const failed = codes.filter(([, code]) => code !== 0).map(([name]) => name);
  if (failed.length === 0) return;
  console.log(`\n${countLine()}`);
  fail(`npm test stopped: ${inWords(failed)} failed.`);
}

function inWords(names) {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function countLine() {
  const unit = readJson(REPORTS.unit);
  const { stats } = readJson(REPORTS.e2e) ?? {};
  const passed = (unit?.numPassedTests ?? 0) + (stats?.expected ?? 0);
  const failed = (unit?.numFailedTests ?? 0) + (stats?.unexpected ?? 0);
  return `tests: ${passed} passed, ${failed} failed`;
}
