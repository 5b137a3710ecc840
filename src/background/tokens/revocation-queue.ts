import { kindOf, problemOf } from '../../core/auth-error';
import { NO_CREDENTIALS } from '../../core/session/credentials';
import { backoffMs } from '../../core/session/refresh-policy';
import type { PendingRevocation } from '../../core/session/revocation';
import { REVOCATIONS } from '../../core/storage/revocations';
import type { Clock, TokenSourceFor, WithLock } from '../ports';
import type { Store } from '../state/store';

export interface RevocationQueuePorts {
  readonly store: Store;
  readonly withLock: WithLock;
  readonly sourceFor: TokenSourceFor;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Runs after each change of the queue. */
  readonly changed: () => Promise<unknown>;
}

/** Tells the pool of tokens that were given up, as soon as the pool can be reached. */
export class RevocationQueue {
  readonly #ports: RevocationQueuePorts;

  constructor(ports: RevocationQueuePorts) {
    this.#ports = ports;
  }

  /** @param given with the profile as it is now: it may be changed before the pool hears of it */
  add(given: Omit<PendingRevocation, 'id' | 'failures' | 'retryAtMs'>): Promise<void> {
    const { newId, clock } = this.#ports;
    const pending = { ...given, id: newId(), failures: 0, retryAtMs: clock.now() };
    return this.#update((queue) => [...queue, pending]);
  }

  /** Revokes all that are due. Never throws: what fails for now stays in the queue. */
  async flush(): Promise<void> {
    const { withLock, store, clock } = this.#ports;
    await withLock('revoke', async () => {
      const queue = await store.read(REVOCATIONS);
      const due = queue.filter(({ retryAtMs }) => retryAtMs <= clock.now());
      await Promise.all(due.map((pending) => this.#settle(pending)));
    });
  }

  async #settle(pending: PendingRevocation): Promise<void> {
    const left = await this.#revoke(pending);
    await this.#update((queue) => [...queue.filter(({ id }) => id !== pending.id), ...(left ? [left] : [])]);
  }

  // An access token that has ended meanwhile cannot end the other sessions any more; this one ends all the same.
  async #revoke(pending: PendingRevocation): Promise<PendingRevocation | null> {
    const { sourceFor, clock } = this.#ports;
    const { profile, clientSecret, everywhereBy, refreshToken, renewal } = pending;
    const source = sourceFor(profile, { ...NO_CREDENTIALS, clientSecret });
    const isEverywhereDone =
      everywhereBy === null || (await isHeard(() => source.signOutEverywhere(everywhereBy)));
    const isRevoked =
      refreshToken === null || (await isHeard(() => source.revoke({ refreshToken, renewal })));
    if (isEverywhereDone && isRevoked) return null;
    const failures = pending.failures + 1;
    return { ...pending, failures, retryAtMs: clock.now() + backoffMs(failures, clock.random) };
  }

  async #update(
    change: (queue: readonly PendingRevocation[]) => readonly PendingRevocation[],
  ): Promise<void> {
    const { withLock, store, changed } = this.#ports;
    await withLock('revocations', async () => {
      await store.write(REVOCATIONS, change(await store.read(REVOCATIONS)));
    });
    await changed();
  }
}

// A refusal is final: the token is dead already, or this app client has none to revoke.
async function isHeard(call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    return kindOf(problemOf(error).code) !== 'retryLater';
  }
}
