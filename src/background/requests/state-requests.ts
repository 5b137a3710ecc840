import { type Circumstances, explain } from '../../core/rules/explain';
import { type Draft, draftKey } from '../../core/storage/draft';
import { pageView } from '../../core/views/page-view';
import type { Store } from '../state/store';
import type { Handlers } from './handler-table';
import type { StateReader } from './state-reader';

export interface StateRequestsPorts {
  readonly reader: StateReader;
  readonly storage: Store;
  /** What decides whether a request carries a token, as it is now. */
  readonly circumstances: () => Promise<Circumstances>;
  /** Ids of the rules that have acted on a tab's document; null where the browser does not tell. */
  readonly rulesActedOnTab: (tabId: number) => Promise<readonly number[] | null>;
}

/** Answers what pages show, and keeps what is half typed into them. */
export class StateRequests {
  readonly #ports: StateRequestsPorts;

  readonly handlers: Pick<Handlers, 'getState' | 'saveDraft' | 'getPage' | 'explain'> = {
    getState: ({ profileId }) => this.#ports.reader.popupState(profileId),
    saveDraft: async ({ profileId, draft }) => {
      const profile = await this.#ports.reader.profileOrLast(profileId);
      await this.#ports.storage.write(draftKey(profile?.id ?? null), withoutPasswords(draft));
      return null;
    },
    getPage: async ({ profileId, url, tabId }) => {
      const profile = await this.#ports.reader.profile(profileId);
      return pageView(profile, url, await this.#ports.rulesActedOnTab(tabId));
    },
    explain: async (question) => explain(question, await this.#ports.circumstances()),
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
