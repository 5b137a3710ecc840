import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ensureFirefox } from '../find-firefox';
import { temporaryFolder } from '../temporary-folder';
import { waitUntil } from '../wait-until';
import { type Preferences, userJs } from './preferences';

const ENVIRONMENT = {
  MOZ_CRASHREPORTER_DISABLE: '1',
  // Released versions heed the preference services.settings.server only with this.
  MOZ_REMOTE_SETTINGS_DEVTOOLS: '1',
};
const LONGEST_END_MS = 30_000;
const KEPT_STDERR = 2_000;

/** A running Firefox with a profile of its own. */
export interface FirefoxProcess {
  /** Where Marionette listens, on loopback. */
  readonly port: number;
  readonly profileFolder: string;
  /** Ends it by its process id and removes the profile. */
  end(): Promise<void>;
}

/** Starts a Firefox that Marionette drives, pages and its own interface alike, in a new profile. */
export async function startFirefox(preferences: Preferences, headless: boolean): Promise<FirefoxProcess> {
  const profileFolder = await temporaryFolder('tokenbearer-firefox-');
  await writeFile(join(profileFolder, 'user.js'), userJs(preferences));
  const child = spawn(ensureFirefox(), argumentsFor(profileFolder, headless), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...ENVIRONMENT },
  });
  const leaveNothing = () => {
    child.kill('SIGKILL');
    rmSync(profileFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', leaveNothing);
  const end = async () => {
    await endProcess(child);
    process.off('exit', leaveNothing);
    await rm(profileFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return { port: await readPort(child, profileFolder), profileFolder, end };
  } catch (error) {
    await end();
    throw error;
  }
}

function argumentsFor(profileFolder: string, headless: boolean): string[] {
  return [
    ...(headless ? ['--headless'] : []),
    '--new-instance',
    '--marionette',
    // Without it the remote control may not touch the browser's own interface, nor an extension's pages.
    '--remote-allow-system-access',
    '--profile',
    profileFolder,
  ];
}

async function readPort(child: ChildProcess, profileFolder: string): Promise<number> {
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = (said + chunk).slice(-KEPT_STDERR);
  });
  child.on('error', (error) => {
    said += error.message;
  });
  const path = join(profileFolder, 'MarionetteActivePort');
  const port = async () => {
    const written = Number(await readFile(path, 'utf8').catch(() => ''));
    if (hasEnded(child)) throw new Error(`Firefox ended before it was ready: ${said}`);
    return written || null;
  };
  return waitUntil('Firefox ready to be driven', port);
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(LONGEST_END_MS, 'late', { ref: false });
  if ((await Promise.race([ended, late])) !== 'late') return;
  child.kill('SIGKILL');
  await ended;
}

// Without a process id it has never begun.
function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
