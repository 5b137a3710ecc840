import { setTimeout } from 'node:timers/promises';

const LIMIT_MS = 15_000;
const PAUSE_MS = 50;

/**
 * Waits until a condition holds.
 * @param expected what should come true, for the message when it does not
 * @returns the first value that is neither false, null nor undefined
 * @throws Error that names what was expected
 */
export async function waitUntil<T>(
  expected: string,
  condition: () => T | Promise<T>,
): Promise<Exclude<T, false | null | undefined>> {
  const endMs = Date.now() + LIMIT_MS;
  for (;;) {
    const value = await condition();
    if (value !== false && value !== null && value !== undefined) {
      return value as Exclude<T, false | null | undefined>;
    }
    if (Date.now() > endMs) throw new Error(`not seen within ${LIMIT_MS / 1000} s: ${expected}`);
    await setTimeout(PAUSE_MS);
  }
}
