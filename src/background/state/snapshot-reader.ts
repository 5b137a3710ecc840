import type { HostAccess } from '../../core/profile/host-access';
import type { Snapshot } from '../../core/session/snapshot';
import { credentialsKey } from '../../core/storage/credentials';
import { REVOCATIONS } from '../../core/storage/revocations';
import { sessionKey } from '../../core/storage/sessions';
import type { Vaults } from '../vault/vaults';
import type { CorrectedClock } from './corrected-clock';
import type { Profiles } from './profiles';
import type { Store } from './store';
import type { Withdrawals } from './withdrawals';

export interface SnapshotReaderPorts {
  readonly store: Store;
  readonly profiles: Profiles;
  readonly withdrawals: Withdrawals;
  readonly vaults: Pick<Vaults, 'seen'>;
  readonly clock: CorrectedClock;
  readonly grantedAccess: () => Promise<HostAccess>;
}

/** Reads everything at once: two reads of the storage, however many profiles there are. */
export class SnapshotReader {
  readonly #ports: SnapshotReaderPorts;

  constructor(ports: SnapshotReaderPorts) {
    this.#ports = ports;
  }

  async read(): Promise<Snapshot> {
    const { store, profiles, withdrawals, vaults, clock, grantedAccess } = this.#ports;
    const [{ shown, all }, access] = await Promise.all([profiles.read(), grantedAccess(), clock.keep()]);
    const stored = await store.readAll([
      ...all.flatMap(({ id }) => [sessionKey(id), credentialsKey(id)]),
      REVOCATIONS,
    ]);
    const states = all.map(async (profile) => {
      const session = stored.of(sessionKey(profile.id));
      const credentials = stored.of(credentialsKey(profile.id));
      return vaults.seen(await withdrawals.seen({ profile, session, credentials }));
    });
    return {
      states: await Promise.all(states),
      shownId: shown?.id ?? null,
      revocations: stored.of(REVOCATIONS),
      withdrawn: await withdrawals.all(),
      access,
      nowMs: clock.now(),
      aheadMs: clock.aheadMs(),
    };
  }
}
