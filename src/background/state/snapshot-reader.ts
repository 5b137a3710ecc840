import type { HostAccess } from '../../core/profile/host-access';
import type { Snapshot } from '../../core/session/snapshot';
import { credentialsKey } from '../../core/storage/credentials';
import { REVOCATIONS } from '../../core/storage/revocations';
import { sessionKey } from '../../core/storage/sessions';
import type { Clock } from '../ports';
import type { Profiles } from './profiles';
import type { Store } from './store';

export interface SnapshotReaderPorts {
  readonly store: Store;
  readonly profiles: Profiles;
  readonly clock: Clock;
  readonly grantedAccess: () => Promise<HostAccess>;
}

/** Reads everything at once: two reads of the storage, however many profiles there are. */
export class SnapshotReader {
  readonly #ports: SnapshotReaderPorts;

  constructor(ports: SnapshotReaderPorts) {
    this.#ports = ports;
  }

  async read(): Promise<Snapshot> {
    const { store, profiles, clock, grantedAccess } = this.#ports;
    const [{ shown, all }, access] = await Promise.all([profiles.read(), grantedAccess()]);
    const stored = await store.readAll([
      ...all.flatMap(({ id }) => [sessionKey(id), credentialsKey(id)]),
      REVOCATIONS,
    ]);
    return {
      states: all.map((profile) => ({
        profile,
        session: stored.of(sessionKey(profile.id)),
        credentials: stored.of(credentialsKey(profile.id)),
      })),
      shownId: shown?.id ?? null,
      revocations: stored.of(REVOCATIONS),
      access,
      nowMs: clock.now(),
    };
  }
}
