import { correctedMs, nextMark, setBackUnseenMs, type TimeMark } from '../../core/session/corrected-time';
import { SET_BACK } from '../../core/storage/set-back';
import type { Alarms, Clock, LocalClock } from '../ports';
import type { Store } from './store';

export interface CorrectedClockPorts {
  readonly localClock: LocalClock;
  readonly alarms: Pick<Alarms, 'guardMs' | 'guardPeriodMs'>;
  readonly store: Store;
}

/** The local clock, as if nobody had ever set it back. */
export class CorrectedClock implements Clock {
  readonly #ports: CorrectedClockPorts;
  #mark: TimeMark;
  #storedMs = 0;
  #known: Promise<void> | null = null;

  constructor(ports: CorrectedClockPorts) {
    this.#ports = ports;
    this.#mark = { ...this.#reading(), aheadMs: 0 };
  }

  /** Epoch ms. It holds from the first `keep` on. */
  readonly now = (): number => {
    this.#mark = nextMark(this.#mark, this.#reading());
    return correctedMs(this.#mark);
  };

  readonly random = (): number => this.#ports.localClock.random();

  /** By how much the local clock is behind this one, in ms. */
  aheadMs(): number {
    this.now();
    return this.#mark.aheadMs;
  }

  /**
   * Takes over what earlier workers have found out, once, and stores what this one has. It writes only after the clock
   * was set back.
   */
  async keep(): Promise<void> {
    this.#known ??= this.#takeOver();
    await this.#known.catch((error: unknown) => {
      this.#known = null;
      throw error;
    });
    const aheadMs = this.aheadMs();
    if (aheadMs === this.#storedMs) return;
    this.#storedMs = aheadMs;
    await this.#ports.store.write(SET_BACK, aheadMs);
  }

  async #takeOver(): Promise<void> {
    const { alarms, store, localClock } = this.#ports;
    const [storedMs, guardMs] = await Promise.all([store.read(SET_BACK), alarms.guardMs()]);
    const unseenMs = setBackUnseenMs(localClock.wall(), guardMs, alarms.guardPeriodMs);
    this.#storedMs = storedMs;
    this.#mark = { ...this.#mark, aheadMs: this.#mark.aheadMs + storedMs + unseenMs };
  }

  #reading() {
    const { localClock } = this.#ports;
    return { wallMs: localClock.wall(), monotonicMs: localClock.monotonic() };
  }
}
