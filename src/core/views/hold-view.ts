import type { SessionView } from './session-view';

/** What a held navigation has to do. */
export type HoldView =
  /** @property isNewPass whether it goes on with a token of its own, which nothing has carried before */
  | { readonly kind: 'continue'; readonly url: string; readonly isNewPass?: boolean }
  /** The URL is at no API host: this page does not go there. */
  | { readonly kind: 'refused' }
  /** The user has to act, or the pool has to come back; ask again when the state has changed. */
  | { readonly kind: 'wait'; readonly host: string; readonly session: SessionView };
