import type { SessionView } from './session-view';

/** What a held navigation has to do. */
export type HoldView =
  /** @property isNewPass whether it goes on with a token of its own, which nothing has carried before */
  | { readonly kind: 'continue'; readonly url: string; readonly isNewPass?: boolean }
  /** The URL is at no API host: this page does not go there. */
  | { readonly kind: 'refused' }
  /** Somebody else's page has led here: the user has to say whether to go on. */
  | { readonly kind: 'ask'; readonly host: string }
  /**
   * The user has to act, or the pool has to come back; ask again when the state has changed.
   * @property isApproved to be said again then: who has begun the navigation is known at its beginning only
   */
  | {
      readonly kind: 'wait';
      readonly host: string;
      readonly session: SessionView;
      readonly isApproved: boolean;
    };
