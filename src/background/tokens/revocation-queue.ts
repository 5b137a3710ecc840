import { kindOf, problemOf } from '../../core/auth-error';
import { NO_CREDENTIALS } from '../../core/session/credentials';
import { backoffMs } from '../../core/session/refresh-policy';
import type { GivenUp, PendingRevocation } from '../../core/session/revocation';
import type { Clock, TokenSourceFor, WithLock } from '../ports';
import type { PendingRevocations } from '../state/pending-revocations';

// What follows a sign-in's answer takes a few calls, of which each ends within fifteen seconds.
const HELD_MS = 30_000;

export interface RevocationQueuePorts {
  readonly pending: PendingRevocations;
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
  /** By their ids: whose turn holds them. */
  readonly #held = new Map<string, string>();

  constructor(ports: RevocationQueuePorts) {
    this.#ports = ports;
  }

  /**
   * Queues what a sign-in has just brought, so that it is given back unless a session adopts it: by this worker at the
   * end of the turn, by the next one where this one dies.
   * @throws AuthError `notStored`; then it is given back at once, as well as it can
   */
  async hold(givenUp: GivenUp): Promise<void> {
    const { pending, clock, newId, changed } = this.#ports;
    const held = { ...givenUp, id: newId(), failures: 0, retryAtMs: clock.now() + HELD_MS };
    this.#held.set(held.id, givenUp.profile.id);
    try {
      await pending.change((queue) => [...queue, held]);
    } catch (error) {
      this.#held.delete(held.id);
      void this.#revoke(held);
      throw error;
    }
    // For the alarm, in case this worker dies.
    await changed();
  }

  /** Gives back what is held for a profile and was not adopted. Never throws: the alarm comes to it, too. */
  async release(profileId: string): Promise<void> {
    const { pending, clock } = this.#ports;
    const ids = new Set([...this.#held].filter(([, owner]) => owner === profileId).map(([id]) => id));
    if (ids.size === 0) return;
    for (const id of ids) this.#held.delete(id);
    try {
      if (!(await pending.read()).some(({ id }) => ids.has(id))) return;
      const retryAtMs = clock.now();
      await pending.change((queue) =>
        queue.map((each) => (ids.has(each.id) ? { ...each, retryAtMs } : each)),
      );
      void this.flush();
    } catch {}
  }

  /** Revokes all that are due. Never throws: what fails for now stays in the queue. */
  async flush(): Promise<void> {
    await this.#ports.withLock('revoke', () => this.#flush()).catch(() => undefined);
  }

  async #flush(): Promise<void> {
    const { pending, clock } = this.#ports;
    const isDue = ({ id, retryAtMs }: PendingRevocation) => retryAtMs <= clock.now() && !this.#held.has(id);
    const due = (await pending.read()).filter(isDue);
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
