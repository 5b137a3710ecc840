/** Has something done at the end. */
export type AtEnd = (cleanup: () => unknown) => void;

/** Runs an act and then all that it asked to be done at the end, last first, whether it succeeded or not. */
export async function withCleanup(act: (atEnd: AtEnd) => Promise<void>): Promise<void> {
  const cleanups: (() => unknown)[] = [];
  try {
    await act((cleanup) => cleanups.push(cleanup));
  } finally {
    for (const cleanup of cleanups.reverse()) await cleanup();
  }
}
