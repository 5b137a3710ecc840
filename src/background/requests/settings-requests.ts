import type { Projector } from '../projector';
import type { Profiles } from '../state/profiles';
import type { SwitchKeeper } from '../state/switch-keeper';
import type { Handlers } from './handler-table';
import type { StateReader } from './state-reader';

export interface SettingsRequestsPorts {
  readonly reader: StateReader;
  readonly profiles: Profiles;
  readonly switches: Pick<SwitchKeeper, 'change'>;
  readonly projector: Pick<Projector, 'changed'>;
}

/** Changes the settings of a profile that need no new sign-in. */
export class SettingsRequests {
  readonly #ports: SettingsRequestsPorts;

  readonly handlers: Pick<Handlers, 'changeSettings' | 'allowPage'> = {
    changeSettings: async ({ profileId, settings }) => {
      const { reader, switches } = this.#ports;
      await switches.change(await reader.profile(profileId), settings);
      return reader.popupState(profileId);
    },
    allowPage: async ({ profileId, origin }) => {
      const { reader, profiles, projector } = this.#ports;
      await reader.profile(profileId);
      await profiles.allowPage(profileId, origin);
      await projector.changed();
      return reader.popupState(profileId);
    },
  };

  constructor(ports: SettingsRequestsPorts) {
    this.#ports = ports;
  }
}
