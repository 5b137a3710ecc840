import { setTimeout } from 'node:timers/promises';

const LONGEST_WAIT_MS = 15_000;
const PAUSE_MS = 25;

/**
 * Asks again and again until there is an answer.
 * @param expected what should come, for the message when it does not
 * @returns the first answer that is neither false, null nor undefined
 * @throws Error that names what was expected
 */
export async function waitUntil<T>(
  expected: string,
  ask: () => T | Promise<T>,
  longestWaitMs = LONGEST_WAIT_MS,
): Promise<Exclude<T, false | null | undefined>> {
  const endMs = Date.now() + longestWaitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) {
      return answer as Exclude<T, false | null | undefined>;
    }
    if (Date.now() > endMs) throw new Error(`not seen within ${longestWaitMs / 1000} s: ${expected}`);
    await setTimeout(PAUSE_MS);
  }
}
