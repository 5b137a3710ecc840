import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server that runs in a process of its own. */
export interface ChildServer {
  /** Where it listens, such as http://127.0.0.1:40123. */
  readonly url: string;
  stop(): Promise<void>;
}

const START_MS = 30_000;
// Some servers colour what they print.
const COLORS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/**
 * Starts a script and waits until it prints its URL.
 * @param script path of a JavaScript file
 * @param folder where it runs, and may write
 */
export async function startChildServer(
  script: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<ChildServer> {
  const child = spawn(process.execPath, [script], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  const timer = setTimeout(() => child.kill(), START_MS);
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /running on (http:\/\/[\w.:]+)/.exec(line.replace(COLORS, ''))?.[1];
    if (!url) continue;
    clearTimeout(timer);
    child.stdout.resume();
    return { url, stop };
  }
  throw new Error(`${script} ended before it was ready`);
}
