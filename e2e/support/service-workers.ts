import type { BrowserContext, CDPSession } from 'playwright';

/** A version of a service worker, as the browser tells of it. */
interface WorkerVersion {
  readonly versionId: string;
  readonly scriptURL: string;
  readonly runningStatus: string;
}

interface Versions {
  /** The latest news of each version. */
  readonly known: ReadonlyMap<string, WorkerVersion>;
  /** Waits until the browser tells of a version that it has stopped. */
  stopped(versionId: string): Promise<void>;
  /** Waits until the browser has told of an origin's worker for the first time. */
  heardOf(origin: string): Promise<void>;
}

/**
 * Stops the worker of an extension, as the browser does when it is idle, and waits until the browser says that this
 * very version has stopped. Whether an event has started it again by then makes no difference.
 * Source: Chrome DevTools Protocol, ServiceWorker domain.
 * @throws Error if it was not running
 */
export async function stopWorker(context: BrowserContext, origin: string): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  const cdp = await page.context().newCDPSession(page);
  const versions = listenTo(cdp);
  // At first it tells of every version, those that do not run included.
  await cdp.send('ServiceWorker.enable');
  await versions.heardOf(origin);
  const running = [...versions.known.values()].filter(
    ({ scriptURL, runningStatus }) =>
      scriptURL.startsWith(origin) && (runningStatus === 'running' || runningStatus === 'starting'),
  );
  if (running.length === 0) throw new Error('the worker was not running, so it cannot be killed');
  for (const { versionId } of running) {
    const stopped = versions.stopped(versionId);
    await cdp.send('ServiceWorker.stopWorker', { versionId });
    await stopped;
  }
  await cdp.detach();
}

function listenTo(cdp: CDPSession): Versions {
  const known = new Map<string, WorkerVersion>();
  const waiting = new Set<() => void>();
  cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const version of versions) {
      known.set(version.versionId, version);
      for (const look of [...waiting]) look();
    }
  });
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return {
    known,
    stopped: (versionId) => until(() => known.get(versionId)?.runningStatus === 'stopped'),
    heardOf: (origin) =>
      until(() => [...known.values()].some(({ scriptURL }) => scriptURL.startsWith(origin))),
  };
}
