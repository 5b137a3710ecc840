import { hostText, MAX_HOSTS, parseAllowedPage } from '../../core/profile/api-host';
import type { Profile } from '../../core/profile/profile';
import type { Profiles } from '../state/profiles';
import type { Handlers } from './handler-table';
import type { StateReader } from './state-reader';

export interface SettingsRequestsPorts {
  readonly reader: StateReader;
  readonly profiles: Profiles;
  /** Brings rules, alarm, badge and pages in line with the profiles. */
  readonly stateChanged: () => Promise<void>;
}

/** Changes the settings of a profile that need no new sign-in. */
export class SettingsRequests {
  readonly #ports: SettingsRequestsPorts;

  readonly handlers: Pick<Handlers, 'changeSettings' | 'allowPage'> = {
    changeSettings: async ({ profileId, settings }) => {
      const { reader, profiles, stateChanged } = this.#ports;
      await reader.profile(profileId);
      await profiles.setSwitches(profileId, settings);
      await stateChanged();
      return reader.popupState(profileId);
    },
    allowPage: async ({ profileId, origin }) => {
      const { reader, profiles, stateChanged } = this.#ports;
      const page = pageToAllow(await reader.profile(profileId), origin);
      if (page !== null) await profiles.allowPage(profileId, page);
      await stateChanged();
      return reader.popupState(profileId);
    },
  };

  constructor(ports: SettingsRequestsPorts) {
    this.#ports = ports;
  }
}

/**
 * The page to add; null for what is there already, for what is no origin of a web page, and for one too many: the form
 * could not be read any more.
 */
function pageToAllow({ allowedPages }: Profile, origin: string): string | null {
  // An opaque origin reads "null", which would pass for a host name.
  if (!/^https?:\/\//.test(origin) || allowedPages.length >= MAX_HOSTS) return null;
  const page = parseAllowedPage(origin);
  if (!page.ok || allowedPages.map(hostText).includes(hostText(page.value))) return null;
  return hostText(page.value);
}
