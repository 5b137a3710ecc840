import { problemOf } from '../core/auth-error';
import { type Projection, type ProjectionSettings, projectionOf } from '../core/projection';
import type { Snapshot } from '../core/session/snapshot';
import type { BadgeState } from '../core/views/badge';
import type { WithLock } from './ports';
import type { RuleKeeper } from './rules/rule-keeper';
import type { RequestWatch } from './tokens/request-watch';

export interface ProjectorPorts {
  readonly readSnapshot: () => Promise<Snapshot>;
  readonly settings: ProjectionSettings;
  readonly ruleKeeper: RuleKeeper;
  readonly requestWatch: RequestWatch;
  readonly withLock: WithLock;
  readonly setWakeAlarm: (whenMs: number | null) => Promise<void>;
  /** Takes or leaves news of tabs. */
  readonly watchTabs: (isWanted: boolean) => void;
  readonly showBadge: (state: BadgeState) => Promise<void>;
  /** Tells the open pages that the state has changed. */
  readonly announce: () => void;
}

interface Projected {
  readonly snapshot: Snapshot;
  /** Why the rules are not as they should be; null where they are. */
  readonly failure: { readonly error: unknown } | null;
}

/** Brings alarm, rules, badge and pages in line with what is stored: read once, worked out, applied. */
export class Projector {
  readonly #ports: ProjectorPorts;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Projected> | null = null;
  #hasNews = false;
  #shownBadge: BadgeState | null = null;

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
    if (failure && problemOf(failure.error).code !== 'notStored') throw failure.error;
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
    const { readSnapshot, settings, ruleKeeper, requestWatch, setWakeAlarm, watchTabs } = this.#ports;
    const snapshot = await readSnapshot();
    const projection = projectionOf(snapshot, settings);
    // The alarm comes first: a worker that dies after it comes back in time to take a header off.
    await setWakeAlarm(projection.wakeAtMs);
    // Before the rules: they may count on requests being held, and a sign-in on its answer being seen.
    requestWatch.update(projection.watched);
    watchTabs(projection.watchesTabs);
    const failure = await ruleKeeper.install(projection.rules).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    await this.#showBadge(projection);
    return { snapshot, failure };
  }

  async #showBadge({ badge }: Projection): Promise<void> {
    if (badge === this.#shownBadge) return;
    await this.#ports.showBadge(badge);
    this.#shownBadge = badge;
  }
}
