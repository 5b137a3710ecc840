import type { AuthStep } from '../../cognito/auth-step';
import type { TokenSource } from '../../cognito/token-source';
import { failureOf, problemOf } from '../../core/auth-error';
import { missingAccess } from '../../core/profile/host-access';
import { hostedUiAccess, type Profile } from '../../core/profile/profile';
import type { Challenge, ChallengeAnswers } from '../../core/session/challenge';
import { NO_RENEWAL } from '../../core/session/credentials';
import { givenUpBy, type ProfileState, type StateChange } from '../../core/session/profile-state';
import { type Session, SIGNED_OUT } from '../../core/session/session';
import type { TokenKeeper } from '../tokens/token-keeper';
import { afterSameQuestion, afterWrongAnswer } from './failed-sign-in';
import type { PoolPages } from './pool-pages';
import {
  failedBy,
  type SignInSteps,
  type SignInStepsPorts,
  type Step,
  type StepOutcome,
} from './sign-in-steps';

export interface SignInPorts extends Pick<SignInStepsPorts, 'poolAccess' | 'states' | 'grantedAccess'> {
  readonly steps: SignInSteps;
  readonly poolPages: PoolPages;
  readonly tokenKeeper: TokenKeeper;
}

/** Leads a user through a sign-in. Whatever fails is kept as the session's problem. */
export class SignIn {
  readonly #ports: SignInPorts;

  constructor(ports: SignInPorts) {
    this.#ports = ports;
  }

  begin(profile: Profile, credential: string): Promise<void> {
    return this.#start(profile, (source) => source.signIn(credential));
  }

  /**
   * Begins a sign-in in the place of a session that stands, which is given up once the pool has taken what was typed.
   * @param candidate what the profile is to be
   * @param replace ends the session that stands, and stores the candidate
   * @throws AuthError what the pool refuses: then nothing has changed
   */
  async beginOver(
    candidate: ProfileState,
    credential: string,
    replace: () => Promise<Profile>,
  ): Promise<void> {
    const take = async () => {
      const outcome = await this.#ports.steps.takeAs(candidate, (source) => source.signIn(credential));
      const { session } = outcome.change(candidate);
      if (session?.kind === 'signedOut' && session.problem) throw failureOf(session.problem);
      return outcome;
    };
    await this.#adoptAfter(candidate.profile, take, replace);
  }

  /** Begins to set a new password without the old one. */
  forgotPassword(profile: Profile): Promise<void> {
    return this.#start(profile, async (source) => ({
      kind: 'challenge',
      challenge: await source.forgotPassword(),
    }));
  }

  /** Whether a sign-in is on its way. */
  isUnderWay(profile: Profile): boolean {
    return this.#ports.steps.isUnderWay(profile);
  }

  /** Answers the open challenge. Without one of this name nothing happens: the answer is to an earlier question. */
  answerChallenge(profile: Profile, challengeName: string, answers: ChallengeAnswers): Promise<void> {
    return this.#goOn(profile, challengeName, (source, challenge) =>
      source.answerChallenge(challenge, answers),
    );
  }

  /** Has another code sent for the open challenge. */
  resendCode(profile: Profile): Promise<void> {
    return this.#goOn(profile, null, async (source, challenge) => ({
      kind: 'challenge',
      challenge: await source.resendCode(challenge),
    }));
  }

  /** Leaves the open challenge or the pool's own pages. */
  async cancel(profile: Profile): Promise<void> {
    const before = await this.#ports.states.change(profile, ({ session, credentials }) =>
      session.kind === 'challenged' || session.kind === 'redirected'
        ? { session: SIGNED_OUT, credentials: { ...credentials, ...NO_RENEWAL } }
        : {},
    );
    if (before.session.kind === 'redirected') await this.#ports.poolPages.leave(before.session);
  }

  /** Goes on where only the browser's own question for access was open, which nobody answers as fast as we look. */
  async onAccessChanged({ profile, session }: ProfileState): Promise<void> {
    const isRefused = session.kind === 'signedOut' && session.problem?.code === 'hostedUiAccessMissing';
    if (!isRefused || this.isUnderWay(profile)) return;
    const missing = missingAccess(await this.#ports.grantedAccess(), hostedUiAccess(profile));
    // The pool's own pages ask for the credential.
    if (missing.length === 0) await this.begin(profile, '');
  }

  #start(profile: Profile, step: Step): Promise<void> {
    const take = () => this.#ports.steps.take(profile, step).catch(failedBy);
    return this.#adoptAfter(profile, take, async () => profile);
  }

  /** @param prepare runs between the two, and gives the profile whose session it becomes */
  async #adoptAfter(
    profile: Profile,
    take: () => Promise<StepOutcome>,
    prepare: () => Promise<Profile>,
  ): Promise<void> {
    const { poolAccess, states, poolPages, tokenKeeper } = this.#ports;
    const signOuts = tokenKeeper.signOuts(profile.id);
    await poolAccess.oneAtATime(profile, async () => {
      const outcome = await take();
      if (tokenKeeper.signOuts(profile.id) !== signOuts) {
        // Nobody adopts the tokens that came, and nobody answers in the tab that was opened.
        const { session = SIGNED_OUT } = outcome.change(await states.read(profile));
        return poolPages.leave(session);
      }
      await this.#adopt(await prepare(), outcome);
    });
  }

  async #adopt(profile: Profile, { change, page }: StepOutcome): Promise<void> {
    const { poolAccess, states, poolPages } = this.#ports;
    if (page) poolPages.await(page.attempt);
    const before = await states.change(profile, (state) => ({
      ...change(state),
      givenUp: givenUpBy(state),
    }));
    poolAccess.revokeDue();
    await poolPages.leave(before.session);
    if (page) await poolPages.show(profile, page);
  }

  async #goOn(
    profile: Profile,
    challengeName: string | null,
    step: (source: TokenSource, challenge: Challenge) => Promise<AuthStep>,
  ): Promise<void> {
    const { poolAccess, states, steps } = this.#ports;
    await poolAccess.oneAtATime(profile, async () => {
      const { session } = await states.read(profile);
      if (session.kind !== 'challenged') return;
      const { challenge } = session;
      if (challengeName !== null && challenge.name !== challengeName) return;
      const change = await steps
        .take(profile, (source) => step(source, challenge))
        .then(
          (taken) => (state: ProfileState) => answered(challenge, taken.change(state)),
          (error: unknown) => (): StateChange => ({ session: afterWrongAnswer(session, problemOf(error)) }),
        );
      // Where the user has cancelled meanwhile nobody adopts what came.
      await states.change(profile, (state) =>
        isChallengedWith(state.session, challenge) ? change(state) : {},
      );
    });
  }
}

function answered(challenge: Challenge, change: StateChange): StateChange {
  return change.session ? { ...change, session: afterSameQuestion(challenge, change.session) } : change;
}

function isChallengedWith(session: Session, challenge: Challenge): boolean {
  return session.kind === 'challenged' && session.challenge.session === challenge.session;
}
