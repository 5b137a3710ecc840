// npm run e2e [-- [--repeat COUNT] NAME …]: builds the extension, then runs the end-to-end tests whose file or line is
// named, or all; any flag of Playwright may be given. With --repeat each test runs that often, and a table tells how
// often each of them failed.
import { mkdirSync, rmSync } from 'node:fs';
import { failureTable } from './failure-table.mjs';
import { buildBoth, ensurePackages, fail, ROOT, readJson, runBin } from './packages.mjs';

const REPORT = '.cache/e2e-repeat.json';

const args = process.argv.slice(2);
const repeatAt = args.indexOf('--repeat');
const repeats = repeatAt < 0 ? null : Number(args.splice(repeatAt, 2)[1]);
if (repeats !== null && !(Number.isInteger(repeats) && repeats > 0))
  fail('--repeat needs a count, such as 20.');

ensurePackages();
if ((await buildBoth()) !== 0) fail('The extension could not be built.');
const command = ['test', '-c', 'e2e/playwright.config.ts', ...args];
if (repeats === null) process.exitCode = runBin('playwright', command);
else repeat(repeats);

function repeat(count) {
  mkdirSync(`${ROOT}.cache`, { recursive: true });
  rmSync(ROOT + REPORT, { force: true });
  const repeating = [...command, '--repeat-each', String(count), '--max-failures', '0'];
  process.exitCode = runBin('playwright', repeating, { E2E_REPORT: REPORT });
  const report = readJson(REPORT);
  if (report) console.log(`\n${failureTable(report)}`);
}
