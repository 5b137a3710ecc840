import type { PopupState, Reply, Request } from '../core/messages/protocol';

/** A request that is answered with the new state of the popup. */
export type Act = Extract<
  Request,
  {
    type:
      | 'signIn'
      | 'answerChallenge'
      | 'cancelSignIn'
      | 'forgotPassword'
      | 'resendCode'
      | 'switchToHostedUi'
      | 'setAttach'
      | 'allowPage'
      | 'refreshNow'
      | 'signOut';
  }
>;

/** An answer that brings no state but the reason why. */
export type Refusal = Extract<Reply<never>, { ok: false }>;

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
  refuse(refusal: Refusal): void;
  /** Puts the focus where the user has to act. */
  focus(): void;
  /** Forgets all that was typed or shown. */
  leave(): void;
}
