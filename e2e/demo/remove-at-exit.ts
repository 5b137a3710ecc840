import { rmSync } from 'node:fs';

/** Removes a temporary folder when the process ends, however it ends: Ctrl+C leaves no time to await anything. */
export function removeAtExit(folder: string): void {
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // A browser that is still closing may write into it; the system clears its temporary folder itself.
    }
  });
}
