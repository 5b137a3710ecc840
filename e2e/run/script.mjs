// Runs a TypeScript script of this repository on a fresh clone: node e2e/run/script.mjs FILE [ARG …]
import { ensurePackages, runBin } from './packages.mjs';

ensurePackages();
process.exitCode = runBin('tsx', process.argv.slice(2));
