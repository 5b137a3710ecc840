import { despiteFailures } from '../../core/despite-failures';
import type { Profile } from '../../core/profile/profile';
import type { SwitchSettings } from '../../core/profile/settings';
import type { Profiles } from './profiles';
import type { Withdrawals } from './withdrawals';

export interface SwitchKeeperPorts {
  readonly profiles: Profiles;
  readonly withdrawals: Withdrawals;
  /** Brings all else in line with what is stored. */
  readonly changed: () => Promise<void>;
}

/** Changes the switches of profiles. */
export class SwitchKeeper {
  readonly #ports: SwitchKeeperPorts;

  constructor(ports: SwitchKeeperPorts) {
    this.#ports = ports;
  }

  /**
   * Changes switches; of the scopes of hosts, only those that are named. Where the token is no longer to be attached, it
   * is not, from now on, whatever else fails.
   * @throws AuthError `notStored` where they will be as before when the browser starts again; `headersNotChanged`
   */
  async change(profile: Profile, settings: Partial<SwitchSettings>): Promise<void> {
    const { profiles, withdrawals, changed } = this.#ports;
    // The projection at the end tries it again, and says so.
    if (settings.attach === false) await withdrawals.begin(profile, 'switchedOff').catch(() => undefined);
    const store = async () => {
      await profiles.changeSettings(profile.id, settings);
      if (settings.attach !== undefined) withdrawals.settle(profile, 'switchedOff');
    };
    await despiteFailures([store, changed]);
  }
}
