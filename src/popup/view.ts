import type { Act, Failure } from '../core/messages/protocol';
import type { PopupState } from '../core/views/popup-state';

/**
 * Asks the background to act; the open view is busy until the answer is shown.
 * @param saying the key of what is said meanwhile
 * @returns whether nothing went wrong
 */
export type Perform = (act: Act, saying: string) => Promise<boolean>;

/** One of the faces of the popup. */
export interface View {
  readonly root: HTMLElement;
  /**
   * Shows the state. What the user is typing is left alone unless the view is new.
   * @param isNew whether the view was closed, or showed something else
   */
  show(state: PopupState, isNew: boolean): void;
  /** Says why the last act was refused. */
  refuse(refusal: Failure): void;
  /** Puts the focus where the user has to act. */
  focus(): void;
  /** Forgets all that was typed or shown. */
  leave(): void;
}
