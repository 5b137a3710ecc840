import { problemOf } from '../core/auth-error';
import { type Projection, type ProjectionSettings, projectionOf } from '../core/projection';
import type { Snapshot } from '../core/session/snapshot';
import type { BadgeState } from '../core/views/badge';
import type { Alarms, WithLock } from './ports';
import type { RuleKeeper } from './rules/rule-keeper';
import type { CorrectedClock } from './state/corrected-clock';
import type { RequestWatch } from './tokens/request-watch';

export interface ProjectorPorts {
  readonly readSnapshot: () => Promise<Snapshot>;
  readonly settings: ProjectionSettings;
  readonly ruleKeeper: RuleKeeper;
  readonly requestWatch: RequestWatch;
  readonly withLock: WithLock;
  readonly clock: Pick<CorrectedClock, 'now' | 'aheadMs' | 'keep'>;
  readonly alarms: Pick<Alarms, 'setWake' | 'setGuard'>;
  /** Takes or leaves news of tabs. */
  readonly watchTabs: (isWanted: boolean) => void;
  readonly showBadge: (state: BadgeState) => Promise<void>;
  /** Tells the open pages that the state has changed. */
  readonly announce: () => void;
}

interface Failure {
  readonly error: unknown;
}

interface Projected {
  readonly snapshot: Snapshot;
  /** Why the rules are not as they should be; null where they are. */
  readonly failure: Failure | null;
}

/** Brings alarm, rules, badge and pages in line with what is stored: read once, worked out, applied. */
export class Projector {
  readonly #ports: ProjectorPorts;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Projected> | null = null;
  #hasNews = false;
  #shownBadge: BadgeState | null = null;
  #hasTimeAsked = (): boolean => false;

  constructor(ports: ProjectorPorts) {
    this.#ports = ports;
  }

  /**
   * Projects what is stored now. All who ask while an earlier run is under way share the next one, so many changes at
   * once cost one reading and one update of the rules.
   * @returns what was read
   * @throws AuthError `headersNotChanged`, `notStored` where the rules are not as they should be
   */
  async project(): Promise<Snapshot> {
    const { snapshot, failure } = await this.#projected();
    if (failure) throw failure.error;
    return snapshot;
  }

  /**
   * The same after a change, of which the open pages are told.
   * @throws AuthError `headersNotChanged`; a full disk alone ends no session and keeps no token from being renewed
   */
  async changed(): Promise<void> {
    this.#hasNews = true;
    const { failure } = await this.#projected();
    if (failure && isOfHeaders(failure)) throw failure.error;
  }

  /** The same where the user is told, too, that the rules on disk could not be changed. @throws as `project` */
  async settled(): Promise<void> {
    this.#hasNews = true;
    await this.project();
  }

  /** The same for whoever goes on in any case: what time asks for cannot wait until the disk has room. */
  async reconcile(): Promise<Snapshot> {
    return (await this.#projected()).snapshot;
  }

  /**
   * Whether there is something to do since the last run: what was to end has ended, the clock was set back, or the state
   * could not be read, or the headers not be changed.
   */
  async isOverdue(): Promise<boolean> {
    await this.#ports.clock.keep();
    return this.#hasTimeAsked();
  }

  #projected(): Promise<Projected> {
    this.#next ??= this.#running.then(() => this.#run());
    return this.#next;
  }

  async #run(): Promise<Projected> {
    this.#next = null;
    const news = this.#hasNews;
    this.#hasNews = false;
    const run = this.#ports.withLock('rules', () => this.#apply());
    this.#running = run.catch(() => undefined);
    try {
      return await run;
    } finally {
      // The change is stored, whatever became of the rules.
      if (news) this.#ports.announce();
    }
  }

  // The snapshot is read inside the lock: whoever comes last sees the newest state, and its rules stand.
  async #apply(): Promise<Projected> {
    const { settings, ruleKeeper, requestWatch, alarms, watchTabs } = this.#ports;
    const snapshot = await this.#read();
    const projection = projectionOf(snapshot, settings);
    const { wakeAtMs, isGuarded } = projection;
    // The alarms come first: a worker that dies after them comes back in time to take a header off. The one that goes off
    // once is lost with a worker that dies at it, so another one repeats while there is a header to take off or an end to store.
    await alarms.setWake(wakeAtMs === null ? null : wakeAtMs - snapshot.aheadMs);
    if (isGuarded) await alarms.setGuard(true);
    // Before the rules: they may count on requests being held, and a sign-in on its answer being seen.
    requestWatch.update(projection.watched);
    watchTabs(projection.watchesTabs);
    const failure = await ruleKeeper.install(projection.rules).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    const isHeaderLeft = failure !== null && isOfHeaders(failure);
    if (!isGuarded) await alarms.setGuard(isHeaderLeft);
    this.#hasTimeAsked = isHeaderLeft ? () => true : this.#afterRun(projection, snapshot);
    await this.#showBadge(projection);
    return { snapshot, failure };
  }

  // Of what cannot be read nobody can tell whether it has ended, so it is not sent until it can.
  async #read(): Promise<Snapshot> {
    const { readSnapshot, ruleKeeper, alarms } = this.#ports;
    try {
      return await readSnapshot();
    } catch (error) {
      this.#hasTimeAsked = () => true;
      await alarms.setGuard(true);
      await ruleKeeper.endAllHeaders();
      throw error;
    }
  }

  // An alarm waits for the local clock, so one that was set before the clock was set back would come too late.
  #afterRun({ wakeAtMs }: Projection, { aheadMs }: Snapshot): () => boolean {
    const { clock } = this.#ports;
    return () => clock.aheadMs() !== aheadMs || (wakeAtMs !== null && clock.now() >= wakeAtMs);
  }

  async #showBadge({ badge }: Projection): Promise<void> {
    if (badge === this.#shownBadge) return;
    await this.#ports.showBadge(badge);
    this.#shownBadge = badge;
  }
}

// Where only the disk is full, the session rules are as they should be.
function isOfHeaders({ error }: Failure): boolean {
  return problemOf(error).code !== 'notStored';
}
