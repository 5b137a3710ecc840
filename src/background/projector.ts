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

/** Brings alarm, rules, badge and pages in line with what is stored: read once, worked out, applied. */
export class Projector {
  readonly #ports: ProjectorPorts;
  #running: Promise<unknown> = Promise.resolve();
  #next: Promise<Snapshot> | null = null;
  #hasNews = false;
  #shownBadge: BadgeState | null = null;

  constructor(ports: ProjectorPorts) {
    this.#ports = ports;
  }

  /**
   * Projects what is stored now. All who ask while an earlier run is under way share the next one, so many changes at
   * once cost one reading and one update of the rules.
   * @returns what was read
   */
  project(): Promise<Snapshot> {
    this.#next ??= this.#running.then(() => this.#run());
    return this.#next;
  }

  /** The same after a change, of which the open pages are told. */
  async changed(): Promise<void> {
    this.#hasNews = true;
    await this.project();
  }

  async #run(): Promise<Snapshot> {
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
  async #apply(): Promise<Snapshot> {
    const { readSnapshot, settings, ruleKeeper, requestWatch, setWakeAlarm, watchTabs } = this.#ports;
    const snapshot = await readSnapshot();
    const projection = projectionOf(snapshot, settings);
    // The alarm comes first: a worker that dies after it comes back in time to take a header off.
    await setWakeAlarm(projection.wakeAtMs);
    // Before the rules: they may count on requests being held, and a sign-in on its answer being seen.
    requestWatch.update(projection.watched);
    watchTabs(projection.watchesTabs);
    await ruleKeeper.install(projection.rules);
    await this.#showBadge(projection);
    return snapshot;
  }

  async #showBadge({ badge }: Projection): Promise<void> {
    if (badge === this.#shownBadge) return;
    await this.#ports.showBadge(badge);
    this.#shownBadge = badge;
  }
}
