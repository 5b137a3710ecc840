import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

// Google Chrome and Edge are not among them: since version 137 they ignore --load-extension.
const NAMES = ['chromium', 'chromium-browser', 'chromium.exe'];

const ADVICE =
  'No Chromium was found and none could be installed: install one and set CHROMIUM_PATH to its program.';

/** The Chromium to use: CHROMIUM_PATH, then PATH, then Playwright's own; null where there is none. */
function findChromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...candidates, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/**
 * A Chromium, installed if need be: Playwright's download, or Debian's package where we may install it.
 * @throws Error with one sentence that says what to do
 */
export function ensureChromium(): string {
  return findChromium() ?? installFromPlaywright() ?? installFromDebian() ?? giveUp();
}

function installFromPlaywright(): string | null {
  const cli = join(process.cwd(), 'node_modules', 'playwright', 'cli.js');
  const { status } = spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    stdio: 'inherit',
    timeout: 600_000,
  });
  return status === 0 ? findChromium() : null;
}

function installFromDebian(): string | null {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return null;
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'inherit' });
  } catch {
    return null;
  }
  return findChromium();
}

function giveUp(): never {
  throw new Error(ADVICE);
}
