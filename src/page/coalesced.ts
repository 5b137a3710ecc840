/**
 * Runs a task whenever it is asked for, one run at a time. Whoever asks while it runs has it run once more afterwards:
 * what the run under way has read may be old by then.
 * @returns asks for a run, and waits until none is under way
 */
export function coalesced(task: () => Promise<void>): () => Promise<void> {
  let isAskedFor = false;
  let running: Promise<void> | null = null;
  const run = async () => {
    while (isAskedFor) {
      isAskedFor = false;
      await task();
    }
  };
  return () => {
    isAskedFor = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}
