import { LOCK_SETTINGS } from '../../core/storage/lock-settings';
import type { Store } from '../state/store';
import type { LockKeeper } from './lock-keeper';
import type { Vaults } from './vaults';

/** What the browser tells of the user. Source: Chrome and MDN, "idle.IdleState". */
export type IdleState = 'active' | 'idle' | 'locked';

export interface IdleLockPorts {
  readonly store: Store;
  readonly vaults: Pick<Vaults, 'isUsed'>;
  readonly lockKeeper: Pick<LockKeeper, 'lock'>;
  /** Has the browser tell when the user has not been there for so many seconds. */
  readonly detectIdleAfter: (seconds: number) => void;
}

// The browser's own: the sooner it tells, the sooner a wake from sleep is noticed.
const SHORTEST_SECONDS = 60;

/** Locks the vault when the user goes away. */
export class IdleLock {
  readonly #ports: IdleLockPorts;

  constructor(ports: IdleLockPorts) {
    this.#ports = ports;
  }

  /** Has the browser tell when the user has been away for as long as the settings say. It forgets that with the worker. */
  async watch(): Promise<void> {
    const { store, vaults, detectIdleAfter } = this.#ports;
    const { afterMinutes } = await store.read(LOCK_SETTINGS);
    const isWanted = afterMinutes > 0 && (await vaults.isUsed());
    detectIdleAfter(isWanted ? afterMinutes * 60 : SHORTEST_SECONDS);
  }

  async onIdle(state: IdleState): Promise<void> {
    const { afterMinutes, withScreen } = await this.#ports.store.read(LOCK_SETTINGS);
    const isAway = (state === 'idle' && afterMinutes > 0) || (state === 'locked' && withScreen);
    if (isAway) await this.#ports.lockKeeper.lock();
  }
}
