// Plain JavaScript on Node's own modules only: it runs before any package is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
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
  const { status } = spawnSync(pathOf(name), args, { ...shellOptions(), env: { ...process.env, ...env } });
  return status ?? 1;
}

/** Starts one program beside others. Its output is shown in one piece, at its end. @returns its exit code */
export function startBin(name, args) {
  return new Promise((resolve) => {
    const child = spawn(pathOf(name), args, { ...shellOptions(), stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    const take = (chunk) => output.push(chunk);
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => take(Buffer.from(`${error.message}\n`)));
    child.on('close', (status) => {
      process.stdout.write(Buffer.concat(output));
      resolve(status ?? 1);
    });
  });
}

/** Builds for both browsers at once. @returns 0 if both could be built */
export async function buildBoth() {
  const build = (target) => startBin('vite', ['build', '--mode', target, '--logLevel', 'warn']);
  return Math.max(...(await Promise.all(['chrome', 'firefox'].map(build))));
}

/** Reads a JSON file by its path in the repository; undefined if there is none. */
export function readJson(path) {
  return existsSync(ROOT + path) ? JSON.parse(readFileSync(ROOT + path, 'utf8')) : undefined;
}

/** Prints one sentence and ends the process as failed. */
export function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

function pathOf(name) {
  return fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));
}

function isUpToDate() {
  const installed = `${ROOT}node_modules/.package-lock.json`;
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${ROOT}package-lock.json`).mtimeMs;
}

function shellOptions() {
  return { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' };
}
