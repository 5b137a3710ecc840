import { kindOf, problemOf } from '../../core/auth-error';
import { NO_SECRETS } from '../../core/session/credentials';
import { backoffMs } from '../../core/session/refresh-policy';
import { type PendingRevocation, REVOCATIONS } from '../../core/storage/stored';
import type { Clock, WithLock } from '../ports';
import type { Store } from '../state/store';
import type { TokenSourceFor } from './token-sources';

/** Tells the pool of tokens that were given up, as soon as the pool can be reached. */
export interface RevocationQueue {
  /** @param given with the profile as it is now: it may be changed before the pool hears of it */
  add(given: Omit<PendingRevocation, 'id' | 'failures' | 'retryAtMs'>): Promise<void>;
  /** Revokes all that are due. Never throws: what fails for now stays in the queue. */
  flush(): Promise<void>;
  /** Epoch ms of the next try; null if nothing waits. */
  nextTryMs(): Promise<number | null>;
}

/** @param onChange runs after each change of the queue */
export function createRevocationQueue(
  storage: Store,
  withLock: WithLock,
  sourceFor: TokenSourceFor,
  clock: Clock,
  newId: () => string,
  onChange: () => Promise<void>,
): RevocationQueue {
  const update = async (
    change: (queue: readonly PendingRevocation[]) => readonly PendingRevocation[],
  ): Promise<void> => {
    await withLock('revocations', async () => {
      const queue = change(await storage.read(REVOCATIONS));
      if (queue.length === 0) await storage.remove(REVOCATIONS);
      else await storage.write(REVOCATIONS, queue);
    });
    await onChange();
  };

  // A refusal is final: the token is dead already, or this app client has none to revoke.
  const wasHeard = async (call: () => Promise<void>): Promise<boolean> => {
    try {
      await call();
      return true;
    } catch (error) {
      return kindOf(problemOf(error).code) !== 'retryLater';
    }
  };

  // An access token that has ended meanwhile cannot end the other sessions any more; this one ends all the same.
  const revoke = async (pending: PendingRevocation): Promise<PendingRevocation | null> => {
    const { profile, clientSecret, everywhereBy, refreshToken, renewal } = pending;
    const source = sourceFor(profile, { ...NO_SECRETS, clientSecret });
    const isEverywhereDone =
      everywhereBy === null || (await wasHeard(() => source.signOutEverywhere(everywhereBy)));
    const isRevoked =
      refreshToken === null || (await wasHeard(() => source.revoke({ refreshToken, renewal })));
    if (isEverywhereDone && isRevoked) return null;
    const failures = pending.failures + 1;
    return { ...pending, failures, retryAtMs: clock.now() + backoffMs(failures, clock.random) };
  };

  const settle = async (pending: PendingRevocation): Promise<void> => {
    const left = await revoke(pending);
    await update((queue) => [...queue.filter(({ id }) => id !== pending.id), ...(left ? [left] : [])]);
  };

  return {
    add: (given) =>
      update((queue) => [...queue, { ...given, id: newId(), failures: 0, retryAtMs: clock.now() }]),
    flush: () =>
      withLock('revoke', async () => {
        const queue = await storage.read(REVOCATIONS);
        await Promise.all(queue.filter(({ retryAtMs }) => retryAtMs <= clock.now()).map(settle));
      }),
    nextTryMs: async () => {
      const times = (await storage.read(REVOCATIONS)).map(({ retryAtMs }) => retryAtMs);
      return times.length > 0 ? Math.min(...times) : null;
    },
  };
}
