import type { UserPoolClient } from '../cognito/user-pool-client';
import { kindOf, problemOf } from '../core/auth-error';
import type { Profile } from '../core/profile';
import { backoffMs } from '../core/refresh-policy';
import { type PendingRevocation, REVOCATIONS } from '../core/stored';
import type { Clock, Storage, WithLock } from './ports';

/** Tells the pool of refresh tokens that were given up, as soon as the pool can be reached. */
export interface RevocationQueue {
  /** @param clientSecret as it is now: the profile may be changed before the pool hears of it */
  add(profile: Profile, clientSecret: string | null, refreshToken: string): Promise<void>;
  /** Revokes all that are due. Never throws: what fails for now stays in the queue. */
  flush(): Promise<void>;
  /** Epoch ms of the next try; null if nothing waits. */
  nextTryMs(): Promise<number | null>;
}

/** @param onChange runs after each change of the queue */
export function createRevocationQueue(
  storage: Storage,
  withLock: WithLock,
  clientFor: (profile: Profile, clientSecret: string | null) => UserPoolClient,
  clock: Clock,
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
  const revoke = async (pending: PendingRevocation): Promise<PendingRevocation | null> => {
    try {
      await clientFor(pending.profile, pending.clientSecret).revoke(pending.refreshToken);
      return null;
    } catch (error) {
      if (kindOf(problemOf(error).code) !== 'retryLater') return null;
      const failures = pending.failures + 1;
      return { ...pending, failures, retryAtMs: clock.now() + backoffMs(failures, clock.random) };
    }
  };

  const settle = async (pending: PendingRevocation): Promise<void> => {
    const left = await revoke(pending);
    await update((queue) => [
      ...queue.filter(({ refreshToken }) => refreshToken !== pending.refreshToken),
      ...(left ? [left] : []),
    ]);
  };

  return {
    add: (profile, clientSecret, refreshToken) =>
      update((queue) => [
        ...queue,
        { profile, clientSecret, refreshToken, failures: 0, retryAtMs: clock.now() },
      ]),
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
