// Plain JavaScript on Node's own modules only: it runs before any package is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Installs the locked packages where they are missing or older than the lockfile; says why if it cannot. */
export function ensurePackages() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old: install Node 20.19 or later and run this again.`);
  }
  if (isUpToDate()) return;
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], shellOptions());
  if (status !== 0) fail('npm could not install the packages: check the network and run this again.');
}

/** Runs one program of node_modules/.bin, its output shown. @returns its exit code */
export function runBin(name, args, env = {}) {
  const bin = new URL(`../../node_modules/.bin/${name}`, import.meta.url);
  const options = shellOptions();
  const { status } = spawnSync(fileURLToPath(bin), args, { ...options, env: { ...process.env, ...env } });
  return status ?? 1;
}

/** Prints one sentence and ends the process as failed. */
export function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

function isUpToDate() {
  const installed = `${ROOT}node_modules/.package-lock.json`;
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${ROOT}package-lock.json`).mtimeMs;
}

function shellOptions() {
  return { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' };
}
