import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['firefox-esr', 'firefox', 'firefox.exe'];

// Where the installers of macOS and Windows put it; neither adds it to PATH.
const USUAL_PLACES = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

const ADVICE =
  'No Firefox was found and none could be installed: install Firefox 142 or later and set FIREFOX_PATH to its program.';

/**
 * The Firefox to use: FIREFOX_PATH, then PATH, then the usual places; null where there is none.
 *
 * Playwright's own Firefox is not among them: it is a patched build that speaks Playwright's protocol, which has no
 * way to install an extension or to open one of its pages, and its network layer is not the one that users have.
 */
function findFirefox(): string | null {
  const named = process.env.FIREFOX_PATH;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...USUAL_PLACES].find((path) => existsSync(path)) ?? null;
}

/**
 * A Firefox as users have it, installed if need be: Debian's package, where we may install it.
 * @throws Error with one sentence that says what to do
 */
export function ensureFirefox(): string {
  return findFirefox() ?? installFromDebian() ?? giveUp();
}

function installFromDebian(): string | null {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return null;
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-y', '-qq', 'firefox-esr'], { stdio: 'inherit' });
  } catch {
    return null;
  }
  return findFirefox();
}

function giveUp(): never {
  throw new Error(ADVICE);
}
