import { spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AtEnd } from '../demo/with-cleanup';
import { temporaryFolder } from '../support/temporary-folder';

/** A local clock that one browser sees, and that can be set while it runs. Its monotonic clock stays. */
export interface ShiftedClock {
  /** What the browser has to be started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** Sets it, by so many ms from the real time. */
  set(ms: number): Promise<void>;
}

/** @throws Error if there is no C compiler */
export async function shiftedClock(atEnd: AtEnd): Promise<ShiftedClock> {
  const folder = await temporaryFolder('shifted-clock-');
  atEnd(() => rm(folder, { recursive: true, force: true }));
  const [library, file] = [join(folder, 'shifted-clock.so'), join(folder, 'shift')];
  const source = 'e2e/soak/shifted-clock.c';
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
  if (status !== 0) throw new Error('This wants a C compiler by the name of cc, on Linux.');
  const set = (ms: number) => writeFile(file, String(ms));
  await set(0);
  return { environment: { LD_PRELOAD: library, CLOCK_SHIFT_FILE: file }, set };
}
