import type { AuthStep, TokenSource } from '../cognito/token-source';
import { AuthError, type AuthProblem, problemOf } from '../core/auth-error';
import type { Challenge, ChallengeAnswers } from '../core/challenge';
import { ATTEMPT_LIFETIME_MS, type HostedUiAttempt } from '../core/hosted-ui';
import { hostedUiAccess, type Profile } from '../core/profile';
import { signedInWith } from '../core/refresh-policy';
import { type Session, SIGNED_OUT } from '../core/session';
import type { Clock, SignInWindow } from './ports';
import type { Profiles } from './profiles';
import type { SessionStore } from './session-store';
import type { TokenTurns } from './token-turns';

// The longest AuthSessionValidity that an app client can have; the pool itself may end it sooner.
const CHALLENGE_LIFETIME_MS = 15 * 60_000;

/** Leads a user through a sign-in. Whatever fails is kept as the session's problem. */
export interface SignIn {
  begin(profile: Profile, credential: string): Promise<void>;
  /** Whether a sign-in is on its way. It ends with the worker, so the answer is not stored. */
  isUnderWay(profile: Profile): boolean;
  /** Begins to set a new password without the old one. */
  forgotPassword(profile: Profile): Promise<void>;
  /** Answers the open challenge; without one nothing happens. */
  answerChallenge(profile: Profile, answers: ChallengeAnswers): Promise<void>;
  /** Has another code sent for the open challenge. */
  resendCode(profile: Profile): Promise<void>;
  /** Leaves the open challenge or the pool's own pages. */
  cancel(profile: Profile): Promise<void>;
  /** Takes a navigation of some tab: the answer of the pool's own pages, if that is what it is. */
  onNavigation(profile: Profile, tabId: number, url: string): Promise<void>;
  onTabClosed(profile: Profile, tabId: number): Promise<void>;
}

export interface SignInPorts {
  readonly turns: TokenTurns;
  readonly profiles: Profiles;
  readonly sessions: SessionStore;
  readonly signInWindow: SignInWindow;
  readonly clock: Clock;
  /** Gives those match patterns that the browser has not granted. */
  readonly missingAccess: (patterns: readonly string[]) => Promise<readonly string[]>;
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

  answerChallenge(profile: Profile, answers: ChallengeAnswers): Promise<void> {
    return this.#goOn(profile, (source, challenge) => source.answerChallenge(challenge, answers));
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
    if (before.kind === 'redirected') await this.#closeTab(before.attempt);
  }

  async onNavigation(profile: Profile, tabId: number, url: string): Promise<void> {
    const session = await this.#ports.sessions.read(profile.id);
    if (session.kind !== 'redirected' || session.attempt.tabId !== tabId) return;
    if (isAnswerTo(session.attempt, url)) await this.#finish(profile, session.attempt, url);
  }

  async onTabClosed(profile: Profile, tabId: number): Promise<void> {
    await this.#ports.sessions.change(profile.id, (session) =>
      session.kind === 'redirected' && session.attempt.tabId === tabId
        ? signedOutBy({ code: 'hostedUiCancelled', detail: '' })
        : session,
    );
  }

  async #start(profile: Profile, step: Step): Promise<void> {
    const signOuts = this.#ports.signOuts(profile.id);
    await this.#ports.turns.oneAtATime(profile, async () => {
      const next = await this.#sessionAfter(profile, step).catch((error: unknown) =>
        signedOutBy(problemOf(error)),
      );
      const isWanted = this.#ports.signOuts(profile.id) === signOuts;
      const before = isWanted ? await this.#ports.sessions.change(profile.id, () => next) : next;
      await this.#ports.turns.giveUp(profile, before);
    });
  }

  async #goOn(
    profile: Profile,
    step: (source: TokenSource, challenge: Challenge) => Promise<AuthStep>,
  ): Promise<void> {
    await this.#ports.turns.oneAtATime(profile, async () => {
      const session = await this.#ports.sessions.read(profile.id);
      if (session.kind !== 'challenged') return;
      const { challenge } = session;
      const next = await this.#sessionAfter(profile, (source) => step(source, challenge)).catch(
        (error: unknown) => afterWrongAnswer(session, problemOf(error)),
      );
      const before = await this.#ports.sessions.change(profile.id, (current) =>
        isChallengedWith(current, challenge) ? next : current,
      );
      // The user has cancelled meanwhile: nobody wants these tokens any more.
      if (!isChallengedWith(before, challenge)) await this.#ports.turns.giveUp(profile, next);
    });
  }

  async #sessionAfter(profile: Profile, step: Step): Promise<Session> {
    this.#underWay.add(profile.id);
    try {
      const result = await step(await this.#ports.turns.sourceOf(profile));
      return await this.#sessionOf(profile, result);
    } finally {
      this.#underWay.delete(profile.id);
    }
  }

  async #sessionOf(profile: Profile, step: AuthStep): Promise<Session> {
    const { clock, profiles } = this.#ports;
    switch (step.kind) {
      case 'tokens':
        if (step.device) await profiles.setSecrets(profile.id, { device: step.device });
        return signedInWith(step.tokens, profile.tokenUse, clock.random);
      case 'challenge':
        return {
          kind: 'challenged',
          challenge: step.challenge,
          problem: null,
          endsAtMs: clock.now() + CHALLENGE_LIFETIME_MS,
        };
      case 'redirect':
        return this.#redirect(profile, step);
    }
  }

  /** Opens the pool's own pages. The attempt is stored before they are shown: their answer may find another worker. */
  async #redirect(profile: Profile, { url, attempt }: AuthStep & { kind: 'redirect' }): Promise<Session> {
    const { sessions, signInWindow, clock, missingAccess } = this.#ports;
    const missing = await missingAccess(hostedUiAccess(profile));
    if (missing.length > 0) throw new AuthError('hostedUiAccessMissing', missing.join(', '));
    const tabId = profile.hostedUi.callbackUrl === null ? null : await signInWindow.openTab();
    const endsAtMs = clock.now() + ATTEMPT_LIFETIME_MS;
    const session: Session = {
      kind: 'redirected',
      attempt: { ...attempt, tabId },
      problem: null,
      endsAtMs,
    };
    // The rule that keeps the code from the callback's own server stands when this returns.
    await sessions.change(profile.id, () => session);
    if (tabId === null) void this.#launch(profile, session.attempt, url);
    else await signInWindow.navigate(tabId, url);
    return session;
  }

  async #launch(profile: Profile, attempt: HostedUiAttempt, url: string): Promise<void> {
    try {
      const answerUrl = await this.#ports.signInWindow.launch(url, { isInteractive: true });
      await this.#finish(profile, attempt, answerUrl);
    } catch (error) {
      await this.#ports.sessions.change(profile.id, (session) =>
        isRedirectedBy(session, attempt) ? signedOutBy(problemOf(error)) : session,
      );
    }
  }

  /** An answer is used once: whatever comes of it, the attempt is over before the pool is asked for tokens. */
  async #finish(profile: Profile, attempt: HostedUiAttempt, answerUrl: string): Promise<void> {
    const interrupted = signedOutBy({ code: 'interrupted', detail: '' });
    await this.#ports.turns.oneAtATime(profile, async () => {
      const before = await this.#ports.sessions.change(profile.id, (session) =>
        isRedirectedBy(session, attempt) ? interrupted : session,
      );
      if (!isRedirectedBy(before, attempt)) return;
      const signOuts = this.#ports.signOuts(profile.id);
      await this.#closeTab(attempt);
      const next = await this.#sessionAfter(profile, (source) =>
        source.finishHostedUi(attempt, answerUrl),
      ).catch((error: unknown) => signedOutBy(problemOf(error)));
      const isWanted = this.#ports.signOuts(profile.id) === signOuts;
      if (isWanted) await this.#ports.sessions.change(profile.id, () => next);
      else await this.#ports.turns.giveUp(profile, next);
    });
  }

  async #closeTab({ tabId }: HostedUiAttempt): Promise<void> {
    if (tabId !== null) await this.#ports.signInWindow.closeTab(tabId);
  }
}

function signedOutBy(problem: AuthProblem): Session {
  return { kind: 'signedOut', problem };
}

// A wrong code may be typed again; whatever ends the sign-in itself ends the challenge.
function afterWrongAnswer(session: Session & { kind: 'challenged' }, problem: AuthProblem): Session {
  return endsChallenge(problem, session.challenge) ? signedOutBy(problem) : { ...session, problem };
}

// A password that the pool refuses uses its session up; a question of ours has none, and may be answered again.
function endsChallenge({ code }: AuthProblem, { session }: Challenge): boolean {
  return (
    (code === 'wrongPassword' && session !== '') ||
    code === 'challengeExpired' ||
    code === 'notAuthorized' ||
    code === 'userDisabled' ||
    code === 'userNotFound' ||
    code === 'passwordResetRequired' ||
    code === 'tokenRejected' ||
    code === 'otherUser'
  );
}

function isChallengedWith(session: Session, challenge: Challenge): boolean {
  return session.kind === 'challenged' && session.challenge.session === challenge.session;
}

function isRedirectedBy(session: Session, attempt: HostedUiAttempt): boolean {
  return session.kind === 'redirected' && session.attempt.state === attempt.state;
}

// The tab may pass other pages of the callback's host on its way.
function isAnswerTo({ redirectUri }: HostedUiAttempt, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const [expected, actual] = [new URL(redirectUri), new URL(url)];
  return expected.origin === actual.origin && expected.pathname === actual.pathname;
}
