import type { AuthStep } from '../../cognito/auth-step';
import type { TokenSource } from '../../cognito/token-source';
import { problemOf } from '../../core/auth-error';
import { hostedUiAccess, type Profile } from '../../core/profile/profile';
import type { Challenge, ChallengeAnswers } from '../../core/session/challenge';
import type { HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import { type Session, SIGNED_OUT } from '../../core/session/session';
import type { SessionStore } from '../state/sessions';
import type { TokenTurns } from '../tokens/token-sources';
import { afterWrongAnswer, INTERRUPTED, signedOutBy, TIMED_OUT } from './failed-sign-in';
import { isAnswerTo, isRedirectedBy, type RedirectPorts } from './redirect';
import { failed, type Outcome, outcomeOf, type PoolPage } from './sign-in-outcome';

/** Leads a user through a sign-in. Whatever fails is kept as the session's problem. */
export interface SignIn {
  begin(profile: Profile, credential: string): Promise<void>;
  /** Whether a sign-in is on its way. It ends with the worker, so the answer is not stored. */
  isUnderWay(profile: Profile): boolean;
  /** Begins to set a new password without the old one. */
  forgotPassword(profile: Profile): Promise<void>;
  /** Answers the open challenge. Without one of this name nothing happens: the answer is to an earlier question. */
  answerChallenge(profile: Profile, challengeName: string, answers: ChallengeAnswers): Promise<void>;
  /** Has another code sent for the open challenge. */
  resendCode(profile: Profile): Promise<void>;
  /** Leaves the open challenge or the pool's own pages. */
  cancel(profile: Profile): Promise<void>;
  /** Takes a navigation of some tab: the answer of the pool's own pages, if that is what it is. */
  onNavigation(profile: Profile, tabId: number, url: string): Promise<void>;
  onTabClosed(profile: Profile, tabId: number): Promise<void>;
  /** Goes on where only the browser's own question for access was open, which nobody answers as fast as we look. */
  onAccessChanged(profile: Profile): Promise<void>;
  /** Ends a sign-in in a window of the browser's own whose answer only an earlier worker would have had. */
  endOrphan(profile: Profile): Promise<void>;
}

export interface SignInPorts extends RedirectPorts {
  readonly turns: TokenTurns;
  readonly sessions: SessionStore;
  /** How often this profile was signed out: a sign-in that began before the last time comes to nothing. */
  readonly signOuts: (profileId: string) => number;
}

export function createSignIn(ports: SignInPorts): SignIn {
  return new SessionSignIn(ports);
}

type Step = (source: TokenSource) => Promise<AuthStep>;

class SessionSignIn implements SignIn {
  readonly #ports: SignInPorts;
  readonly #underWay = new Set<string>();
  /** The states of the attempts whose windows will answer this worker. */
  readonly #awaited = new Set<string>();
  /** The tabs that have brought their answer, and that nobody but us closes. */
  readonly #answered = new Set<number>();

  constructor(ports: SignInPorts) {
    this.#ports = ports;
  }

  begin(profile: Profile, credential: string): Promise<void> {
    return this.#start(profile, (source) => source.signIn(credential));
  }

  forgotPassword(profile: Profile): Promise<void> {
    return this.#start(profile, async (source) => ({
      kind: 'challenge',
      challenge: await source.forgotPassword(),
    }));
  }

  isUnderWay(profile: Profile): boolean {
    return this.#underWay.has(profile.id);
  }

  answerChallenge(profile: Profile, challengeName: string, answers: ChallengeAnswers): Promise<void> {
    return this.#goOn(
      profile,
      (source, challenge) => source.answerChallenge(challenge, answers),
      challengeName,
    );
  }

  resendCode(profile: Profile): Promise<void> {
    return this.#goOn(profile, async (source, challenge) => ({
      kind: 'challenge',
      challenge: await source.resendCode(challenge),
    }));
  }

  async cancel(profile: Profile): Promise<void> {
    const before = await this.#ports.sessions.change(profile.id, (session) =>
      session.kind === 'challenged' || session.kind === 'redirected' ? SIGNED_OUT : session,
    );
    if (before.kind === 'redirected') await this.#leave(profile, before);
  }

  async onNavigation(profile: Profile, tabId: number, url: string): Promise<void> {
    const session = await this.#ports.sessions.read(profile.id);
    if (session.kind !== 'redirected' || session.attempt.tabId !== tabId) return;
    if (isAnswerTo(session.attempt, url)) await this.#finish(profile, session.attempt, url);
  }

  async onTabClosed(profile: Profile, tabId: number): Promise<void> {
    if (this.#answered.delete(tabId)) return;
    await this.#ports.sessions.change(profile.id, (session) =>
      session.kind === 'redirected' && session.attempt.tabId === tabId
        ? signedOutBy({ code: 'hostedUiCancelled', detail: '' })
        : session,
    );
  }

  async onAccessChanged(profile: Profile): Promise<void> {
    const { sessions, missingAccess } = this.#ports;
    const session = await sessions.read(profile.id);
    const isRefused = session.kind === 'signedOut' && session.problem?.code === 'hostedUiAccessMissing';
    if (!isRefused || this.isUnderWay(profile)) return;
    const missing = await missingAccess(hostedUiAccess(profile));
    // The pool's own pages ask for the credential.
    if (missing.length === 0) await this.begin(profile, '');
  }

  async endOrphan(profile: Profile): Promise<void> {
    await this.#ports.sessions.change(profile.id, (session) => {
      if (session.kind !== 'redirected' || session.attempt.tabId !== null) return session;
      return this.#awaited.has(session.attempt.state) ? session : INTERRUPTED;
    });
  }

  async #start(profile: Profile, step: Step): Promise<void> {
    const { turns, sessions } = this.#ports;
    const signOuts = this.#ports.signOuts(profile.id);
    await turns.oneAtATime(profile, async () => {
      const { session, page } = await this.#outcomeOf(profile, step).catch(failed);
      if (this.#ports.signOuts(profile.id) !== signOuts) return this.#leave(profile, session);
      if (page?.attempt.tabId === null) this.#awaited.add(page.attempt.state);
      const before = await sessions.change(profile.id, () => session);
      await this.#leave(profile, before);
      if (page) await this.#show(profile, page);
    });
  }

  async #goOn(
    profile: Profile,
    step: (source: TokenSource, challenge: Challenge) => Promise<AuthStep>,
    challengeName: string | null = null,
  ): Promise<void> {
    await this.#ports.turns.oneAtATime(profile, async () => {
      const session = await this.#ports.sessions.read(profile.id);
      if (session.kind !== 'challenged') return;
      const { challenge } = session;
      if (challengeName !== null && challenge.name !== challengeName) return;
      const next = await this.#outcomeOf(profile, (source) => step(source, challenge)).then(
        (outcome) => outcome.session,
        (error: unknown) => afterWrongAnswer(session, problemOf(error)),
      );
      const before = await this.#ports.sessions.change(profile.id, (current) =>
        isChallengedWith(current, challenge) ? next : current,
      );
      // The user has cancelled meanwhile: nobody wants these tokens any more.
      if (!isChallengedWith(before, challenge)) await this.#ports.turns.giveUp(profile, next);
    });
  }

  async #outcomeOf(profile: Profile, step: Step): Promise<Outcome> {
    this.#underWay.add(profile.id);
    try {
      return await outcomeOf(this.#ports, profile, await step(await this.#ports.turns.sourceOf(profile)));
    } finally {
      this.#underWay.delete(profile.id);
    }
  }

  /** Shows the pool's own pages. The rule that keeps the code from the callback's own server stands by now. */
  async #show(profile: Profile, { attempt, url }: PoolPage): Promise<void> {
    const { signInWindow } = this.#ports;
    if (attempt.tabId === null) void this.#launch(profile, { attempt, url });
    else await signInWindow.navigate(attempt.tabId, url).catch(this.#endAttempt(profile, attempt));
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
      await this.#ports.sessions.change(profile.id, (session) =>
        isRedirectedBy(session, attempt) ? signedOutBy(problemOf(error)) : session,
      );
    };
  }

  /** An answer is used once: whatever comes of it, the attempt is over before the pool is asked for tokens. */
  async #finish(profile: Profile, attempt: HostedUiAttempt, answerUrl: string): Promise<void> {
    const { turns, sessions, clock } = this.#ports;
    await turns.oneAtATime(profile, async () => {
      const signOuts = this.#ports.signOuts(profile.id);
      await this.#closeAnswered(profile, attempt);
      const before = await sessions.change(profile.id, (session) =>
        isRedirectedBy(session, attempt) ? INTERRUPTED : session,
      );
      if (!isRedirectedBy(before, attempt)) return;
      if (before.kind === 'redirected' && clock.now() >= before.endsAtMs)
        return void (await sessions.change(profile.id, () => TIMED_OUT));
      const { session } = await this.#outcomeOf(profile, (source) =>
        source.finishHostedUi(attempt, answerUrl),
      ).catch(failed);
      const isWanted = this.#ports.signOuts(profile.id) === signOuts;
      if (isWanted) await sessions.change(profile.id, () => session);
      else await this.#leave(profile, session);
    });
  }

  /** The rule goes with the attempt: while the tab is open, a reload must not take the code to the callback's own server. */
  async #closeAnswered(profile: Profile, attempt: HostedUiAttempt): Promise<void> {
    const session = await this.#ports.sessions.read(profile.id);
    if (attempt.tabId === null || !isRedirectedBy(session, attempt)) return;
    this.#answered.add(attempt.tabId);
    await this.#ports.signInWindow.closeTab(attempt.tabId);
  }

  /** Nobody wants this session any more. */
  async #leave(profile: Profile, session: Session): Promise<void> {
    const tabId = session.kind === 'redirected' ? session.attempt.tabId : null;
    if (tabId !== null) await this.#ports.signInWindow.closeTab(tabId);
    await this.#ports.turns.giveUp(profile, session);
  }
}

function isChallengedWith(session: Session, challenge: Challenge): boolean {
  return session.kind === 'challenged' && session.challenge.session === challenge.session;
}
