import type { GivenUp, PendingRevocation } from '../../core/session/revocation';
import { REVOCATIONS } from '../../core/storage/revocations';
import type { StoredEntry } from '../../core/storage/stored-key';
import type { Clock, WithLock } from '../ports';
import type { Store } from './store';

type Queue = readonly PendingRevocation[];

export interface PendingRevocationsPorts {
  readonly store: Store;
  readonly withLock: WithLock;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** The stored queue of tokens that are to be given back. It lies beside the sessions, so that both change in one write. */
export class PendingRevocations {
  readonly #ports: PendingRevocationsPorts;

  constructor(ports: PendingRevocationsPorts) {
    this.#ports = ports;
  }

  read(): Promise<Queue> {
    return this.#ports.store.read(REVOCATIONS);
  }

  /** @throws AuthError `notStored` */
  async change(change: (queue: Queue) => Queue): Promise<void> {
    const { withLock, store } = this.#ports;
    await withLock('revocations', async () => {
      await store.write(REVOCATIONS, change(await this.read()));
    });
  }

  /**
   * Queues what is given up together with what else is to be written: all of it is stored, or nothing.
   * @param adopted a refresh token that is kept after all: it leaves the queue
   * @throws AuthError `notStored`
   */
  async writeWith(
    entries: readonly StoredEntry[],
    givenUp: readonly GivenUp[],
    adopted: string | null,
  ): Promise<void> {
    const { withLock, store } = this.#ports;
    if (givenUp.length === 0 && adopted === null) return store.writeAll(entries);
    await withLock('revocations', async () => {
      const queue = await this.read();
      const next = [...queue, ...givenUp.map((each) => this.#pending(each))].filter(
        ({ refreshToken, everywhereBy }) => refreshToken !== adopted || everywhereBy !== null,
      );
      const isSame = next.length === queue.length && next.every((each, index) => each === queue[index]);
      await store.writeAll(isSame ? entries : [...entries, REVOCATIONS.entry(next)]);
    });
  }

  #pending(givenUp: GivenUp): PendingRevocation {
    const { newId, clock } = this.#ports;
    return { ...givenUp, id: newId(), failures: 0, retryAtMs: clock.now() };
  }
}
