/**
 * Does one thing after the other, whatever fails on the way.
 * @throws the first failure, once all was tried
 */
export async function despiteFailures(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
