import { setTimeout } from 'node:timers/promises';

// It only ends what hangs: a machine that does other things as well may take its time.
const LONGEST_WAIT_MS = 90_000;
const PAUSE_MS = 25;

/**
 * Asks again and again until there is an answer.
 * @param expected what should come, for the message when it does not
 * @param instead says what there is in its place, for the same message
 * @returns the first answer that is neither false, null nor undefined
 * @throws Error that names what was expected
 */
export async function waitUntil<T>(
  expected: string,
  ask: () => T | Promise<T>,
  instead: () => string = () => '',
): Promise<Exclude<T, false | null | undefined>> {
  const endMs = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined) {
      return answer as Exclude<T, false | null | undefined>;
    }
    if (Date.now() > endMs) {
      throw new Error(`not seen within ${LONGEST_WAIT_MS / 1000} s: ${expected} ${instead()}`);
    }
    await setTimeout(PAUSE_MS);
  }
}
