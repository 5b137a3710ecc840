// npm test: everything that must hold before a change is handed in. Stops at the first step that fails.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensurePackages, fail, ROOT, runBin } from './packages.mjs';

const REPORTS = { unit: '.cache/unit.json', e2e: '.cache/e2e.json' };

const STEPS = [
  ['format and lint', () => runBin('biome', ['check', '--error-on-warnings', '.'])],
  ['types', () => runBin('tsc', ['--build'])],
  ['unused code', () => runBin('knip', [])],
  [
    'unit tests',
    () => runBin('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile=${REPORTS.unit}`]),
  ],
  ['build for Chromium', () => runBin('vite', ['build', '--mode', 'chrome'])],
  ['build for Firefox', () => runBin('vite', ['build', '--mode', 'firefox'])],
  ['Chromium', () => runBin('tsx', ['e2e/support/ensure-chromium.ts'])],
  ['Firefox', () => runBin('tsx', ['e2e/support/ensure-firefox.ts'])],
  [
    'end-to-end tests',
    () => runBin('playwright', ['test', '-c', 'e2e/playwright.config.ts'], { E2E_REPORT: REPORTS.e2e }),
  ],
];

ensurePackages();
mkdirSync(`${ROOT}.cache`, { recursive: true });
for (const report of Object.values(REPORTS)) rmSync(ROOT + report, { force: true });
for (const [name, run] of STEPS) {
  console.log(`\n── ${name}`);
  if (run() !== 0) fail(`npm test stopped: ${name} failed.`);
}
const unit = readJson(REPORTS.unit);
const { stats } = readJson(REPORTS.e2e);
const passed = unit.numPassedTests + stats.expected + stats.flaky;
const failed = unit.numFailedTests + stats.unexpected;
console.log(`\ntests: ${passed} passed, ${failed} failed`);

function readJson(path) {
  return JSON.parse(readFileSync(ROOT + path, 'utf8'));
}
