import { AuthError, problemOf } from '../../core/auth-error';
import type { Profile } from '../../core/profile/profile';
import { type HostedUiAttempt, isAnswerTo } from '../../core/session/hosted-ui-attempt';
import type { ProfileState } from '../../core/session/profile-state';
import type { Session } from '../../core/session/session';
import type { TokenKeeper } from '../tokens/token-keeper';
import { INTERRUPTED, signedOutBy, TIMED_OUT } from './failed-sign-in';
import { failedBy, type PoolPage, type SignInSteps, type SignInStepsPorts } from './sign-in-steps';

export interface PoolPagesPorts
  extends Pick<SignInStepsPorts, 'poolAccess' | 'states' | 'signInWindow' | 'clock'> {
  readonly steps: SignInSteps;
  readonly tokenKeeper: TokenKeeper;
}

/** The sign-ins on the pool's own pages, from the window to the answer. */
export class PoolPages {
  readonly #ports: PoolPagesPorts;
  /** The states of the attempts whose windows will answer this worker. */
  readonly #awaited = new Set<string>();
  /** The tabs that have brought their answer, and that nobody but us closes. */
  readonly #answered = new Set<number>();

  constructor(ports: PoolPagesPorts) {
    this.#ports = ports;
  }

  /** Remembers that the answer to an attempt in a window of the browser's own will come to this worker. */
  await({ tabId, state }: HostedUiAttempt): void {
    if (tabId === null) this.#awaited.add(state);
  }

  /** Shows the pool's own pages. The rule that keeps the code from the callback's own server stands by now. */
  async show(profile: Profile, page: PoolPage): Promise<void> {
    const { attempt, url } = page;
    if (attempt.tabId === null) void this.#launch(profile, page);
    else {
      const { signInWindow } = this.#ports;
      await signInWindow.navigate(attempt.tabId, url).catch(this.#endAttempt(profile, attempt));
    }
  }

  /** Takes a navigation of some tab: the answer of the pool's own pages, if that is what it is. */
  async onNavigation({ profile, session }: ProfileState, tabId: number, url: string): Promise<void> {
    if (session.kind !== 'redirected' || session.attempt.tabId !== tabId) return;
    if (isAnswerTo(session.attempt, url)) await this.#finish(profile, session.attempt, url);
  }

  async onTabClosed({ profile, session }: ProfileState, tabId: number): Promise<void> {
    if (this.#answered.delete(tabId)) return;
    if (session.kind !== 'redirected' || session.attempt.tabId !== tabId) return;
    const cancelled = new AuthError('hostedUiCancelled');
    await this.#endAttempt(profile, session.attempt)(cancelled);
  }

  /** Ends a sign-in in a window of the browser's own whose answer only an earlier worker would have had. */
  async endOrphan(profile: Profile): Promise<void> {
    await this.#ports.states.change(profile, ({ session }) => {
      const isOrphan =
        session.kind === 'redirected' &&
        session.attempt.tabId === null &&
        !this.#awaited.has(session.attempt.state);
      return isOrphan ? { session: INTERRUPTED } : {};
    });
  }

  /** Closes the tab of a session that nobody wants any more. */
  async leave(session: Session): Promise<void> {
    const tabId = session.kind === 'redirected' ? session.attempt.tabId : null;
    if (tabId !== null) await this.#ports.signInWindow.closeTab(tabId);
  }

  async #launch(profile: Profile, { attempt, url }: PoolPage): Promise<void> {
    try {
      const answerUrl = await this.#ports.signInWindow.launch(url, { isInteractive: true });
      await this.#finish(profile, attempt, answerUrl);
    } catch (error) {
      await this.#endAttempt(profile, attempt)(error);
    } finally {
      this.#awaited.delete(attempt.state);
    }
  }

  #endAttempt(profile: Profile, attempt: HostedUiAttempt): (error: unknown) => Promise<void> {
    return async (error) => {
      await this.#ports.states.change(profile, ({ session }) =>
        isRedirectedBy(session, attempt) ? { session: signedOutBy(problemOf(error)) } : {},
      );
    };
  }

  /** An answer is used once: whatever comes of it, the attempt is over before the pool is asked for tokens. */
  async #finish(profile: Profile, attempt: HostedUiAttempt, answerUrl: string): Promise<void> {
    const { poolAccess, states, clock, steps, tokenKeeper } = this.#ports;
    await poolAccess.oneAtATime(profile, async () => {
      const signOuts = tokenKeeper.signOuts(profile.id);
      await this.#closeAnswered(profile, attempt);
      const { session } = await states.change(profile, (state) =>
        isRedirectedBy(state.session, attempt) ? { session: INTERRUPTED } : {},
      );
      if (session.kind !== 'redirected' || !isRedirectedBy(session, attempt)) return;
      if (clock.now() >= session.endsAtMs) {
        await states.change(profile, () => ({ session: TIMED_OUT }));
        return;
      }
      const { change } = await steps
        .take(profile, (source) => source.finishHostedUi(attempt, answerUrl))
        .catch(failedBy);
      // Where the user has signed out meanwhile nobody adopts what came.
      if (tokenKeeper.signOuts(profile.id) === signOuts) await states.change(profile, change);
    });
  }

  /** The rule goes with the attempt: while the tab is open, a reload must not take the code to the callback's own server. */
  async #closeAnswered(profile: Profile, attempt: HostedUiAttempt): Promise<void> {
    const { session } = await this.#ports.states.read(profile);
    if (attempt.tabId === null || !isRedirectedBy(session, attempt)) return;
    this.#answered.add(attempt.tabId);
    await this.#ports.signInWindow.closeTab(attempt.tabId);
  }
}

function isRedirectedBy(session: Session, { state }: HostedUiAttempt): boolean {
  return session.kind === 'redirected' && session.attempt.state === state;
}
