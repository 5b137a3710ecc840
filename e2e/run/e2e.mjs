// npm run e2e [-- NAME …]: builds the extension, then runs the end-to-end tests whose file or line is named, or all.
import { ensurePackages, runBin } from './packages.mjs';

ensurePackages();
const build = (target) => runBin('vite', ['build', '--mode', target, '--logLevel', 'warn']);
const built = build('chrome') || build('firefox');
const args = ['test', '-c', 'e2e/playwright.config.ts', ...process.argv.slice(2)];
process.exitCode = built === 0 ? runBin('playwright', args) : built;
