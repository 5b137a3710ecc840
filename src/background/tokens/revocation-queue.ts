import { kindOf, problemOf } from '../../core/auth-error';
import { NO_CREDENTIALS } from '../../core/session/credentials';
import { backoffMs } from '../../core/session/refresh-policy';
import type { GivenUp, PendingRevocation } from '../../core/session/revocation';
import type { Clock, TokenSourceFor, WithLock } from '../ports';
import type { PendingRevocations } from '../state/pending-revocations';

export interface RevocationQueuePorts {
  readonly pending: PendingRevocations;
  readonly withLock: WithLock;
  readonly sourceFor: TokenSourceFor;
  readonly clock: Clock;
  /** Runs after each change of the queue. */
  readonly changed: () => Promise<unknown>;
}

/** Tells the pool of tokens that were given up, as soon as the pool can be reached. */
export class RevocationQueue {
  readonly #ports: RevocationQueuePorts;

  constructor(ports: RevocationQueuePorts) {
    this.#ports = ports;
  }

  /** Queues what is to be given back. */
  async add(givenUp: readonly GivenUp[]): Promise<void> {
    if (givenUp.length === 0) return;
    await this.#ports.pending.writeWith([], givenUp);
    await this.#ports.changed();
  }

  /** Revokes all that are due. Never throws: what fails for now stays in the queue. */
  async flush(): Promise<void> {
    await this.#ports.withLock('revoke', () => this.#flush()).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const { pending, clock } = this.#ports;
    const due = (await pending.read()).filter(({ retryAtMs }) => retryAtMs <= clock.now());
    await Promise.all(due.map((each) => this.#settle(each)));
  }

  async #settle(settled: PendingRevocation): Promise<void> {
    const { pending, changed } = this.#ports;
    const left = await this.#revoke(settled);
    await pending.change((queue) => [
      ...queue.filter(({ id }) => id !== settled.id),
      ...(left ? [left] : []),
    ]);
    await changed();
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
