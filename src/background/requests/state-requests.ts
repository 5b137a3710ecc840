import { headerSourcesOf, type ProjectionSettings } from '../../core/projection';
import { explain } from '../../core/rules/explain';
import type { ProfileState } from '../../core/session/profile-state';
import { userNameOf } from '../../core/session/user-name';
import { type Draft, draftKey } from '../../core/storage/draft';
import { pageView } from '../../core/views/page-view';
import type { SnapshotReader } from '../state/snapshot-reader';
import type { Store } from '../state/store';
import type { Handlers } from './handler-table';
import type { StateReader } from './state-reader';

export interface StateRequestsPorts {
  readonly reader: StateReader;
  readonly snapshots: SnapshotReader;
  readonly store: Store;
  readonly settings: ProjectionSettings;
  /** Ids of the rules that have acted on a tab's document; null where the browser does not tell. */
  readonly rulesActedOnTab: (tabId: number) => Promise<readonly number[] | null>;
}

/** Answers what pages show, and keeps what is half typed into them. */
export class StateRequests {
  readonly #ports: StateRequestsPorts;

  readonly handlers: Pick<Handlers, 'getState' | 'saveDraft' | 'getPage' | 'explain'> = {
    getState: ({ profileId }) => {
      const { reader } = this.#ports;
      return profileId === null ? reader.lastPopupState() : reader.popupState(profileId);
    },
    saveDraft: async ({ profileId, draft }) => {
      const { reader, store } = this.#ports;
      if (profileId !== null) await reader.profile(profileId);
      await store.write(draftKey(profileId), withoutPasswords(draft));
      return null;
    },
    getPage: async ({ profileId, url, tabId }) => {
      const { reader, snapshots, rulesActedOnTab } = this.#ports;
      const profile = await reader.profile(profileId);
      const { access } = await snapshots.read();
      return pageView(profile, url, await rulesActedOnTab(tabId), access);
    },
    explain: async (question) => {
      const { snapshots, settings } = this.#ports;
      const snapshot = await snapshots.read();
      const sources = headerSourcesOf({ ...snapshot, states: snapshot.states.map(withUserName) }, settings);
      return explain(question, { sources, abilities: settings.abilities, access: snapshot.access });
    },
  };

  constructor(ports: StateRequestsPorts) {
    this.#ports = ports;
  }
}

// Whatever a page sends, a password is not kept.
function withoutPasswords({ form, answers }: Draft): Draft {
  const { newPassword: _, challengePassword: __, ...kept } = answers;
  return { form, answers: kept };
}

// The answer is read by people, and names the user as they do.
function withUserName(state: ProfileState): ProfileState {
  return { ...state, profile: { ...state.profile, username: userNameOf(state) } };
}
