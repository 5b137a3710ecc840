import type { AuthStep } from '../../cognito/auth-step';
import type { TokenSource } from '../../cognito/token-source';
import { AuthError, problemOf } from '../../core/auth-error';
import { type HostAccess, missingAccess } from '../../core/profile/host-access';
import { hostedUiAccess, type Profile } from '../../core/profile/profile';
import { fieldsOf } from '../../core/session/challenge';
import { grantOf, NO_GRANT, NO_RENEWAL } from '../../core/session/credentials';
import { ATTEMPT_LIFETIME_MS, type HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import type { ProfileState, StateChange } from '../../core/session/profile-state';
import { signedInWith } from '../../core/session/refresh-policy';
import type { Challenged, Redirected } from '../../core/session/session';
import type { Clock, SignInWindow } from '../ports';
import type { ProfileStates } from '../state/profile-states';
import type { Profiles } from '../state/profiles';
import type { PoolAccess } from '../tokens/pool-access';
import { signedOutBy } from './failed-sign-in';

// The longest AuthSessionValidity that an app client can have; the pool itself may end it sooner.
const CHALLENGE_LIFETIME_MS = 15 * 60_000;

/** One step of a sign-in, by the way to the profile's pool. */
export type Step = (source: TokenSource) => Promise<AuthStep>;

/** What a step leads to. */
export interface StepOutcome {
  /** Gives the state that is to be stored. */
  readonly change: (state: ProfileState) => StateChange;
  /** The page of the pool's own that is to be shown once that is stored. */
  readonly page: PoolPage | null;
}

export interface PoolPage {
  readonly attempt: HostedUiAttempt;
  readonly url: string;
}

export interface SignInStepsPorts {
  readonly poolAccess: PoolAccess;
  readonly states: ProfileStates;
  readonly profiles: Profiles;
  readonly signInWindow: SignInWindow;
  readonly clock: Clock;
  readonly grantedAccess: () => Promise<HostAccess>;
}

/** Takes the steps of sign-ins, and remembers which are on their way. */
export class SignInSteps {
  readonly #ports: SignInStepsPorts;
  readonly #underWay = new Set<string>();

  constructor(ports: SignInStepsPorts) {
    this.#ports = ports;
  }

  /** Whether a step is on its way. It ends with the worker, so the answer is not stored. */
  isUnderWay({ id }: Profile): boolean {
    return this.#underWay.has(id);
  }

  /**
   * Takes a step.
   * @throws AuthError what the pool refuses; `idTokenMissing` and the like for tokens of no use; `hostedUiAccessMissing` if
   * the browser would not let us see the answer of the pool's pages, nor keep it from others
   */
  async take(profile: Profile, step: Step): Promise<StepOutcome> {
    return this.takeAs(await this.#ports.states.read(profile), step);
  }

  /** Takes a step by a state that may be yet to be stored. @throws as `take` */
  async takeAs(state: ProfileState, step: Step): Promise<StepOutcome> {
    const { profile } = state;
    this.#underWay.add(profile.id);
    try {
      const source = this.#ports.poolAccess.sourceOf(state);
      return await this.#outcomeOf(profile, await step(source));
    } finally {
      this.#underWay.delete(profile.id);
    }
  }

  async #outcomeOf(profile: Profile, step: AuthStep): Promise<StepOutcome> {
    const { clock } = this.#ports;
    switch (step.kind) {
      case 'refused':
        return failed(step.problem);
      case 'challenge': {
        const endsAtMs = clock.now() + CHALLENGE_LIFETIME_MS;
        const { challenge } = step;
        return outcome({ kind: 'challenged', challenge, problem: null, endsAtMs });
      }
      case 'redirect': {
        const session = await this.#prepareRedirect(profile, step);
        return { ...outcome(session), page: { attempt: session.attempt, url: step.url } };
      }
      case 'tokens': {
        const { tokens, device } = step;
        const session = signedInWith(tokens, profile.tokenUse, clock.random);
        const change = (state: ProfileState): StateChange => ({
          session,
          credentials: { ...state.credentials, ...grantOf(tokens), ...(device && { device }) },
        });
        return { change, page: null };
      }
    }
  }

  // The pages are not shown yet: their answer may find another worker, so the session has to be stored before.
  async #prepareRedirect(
    profile: Profile,
    { url, attempt, discoveredDomain }: AuthStep & { kind: 'redirect' },
  ): Promise<Redirected> {
    const { profiles, signInWindow, clock, grantedAccess } = this.#ports;
    // The form can ask for access only to a domain that it knows, and the user sees where the password will go.
    if (discoveredDomain !== null) await profiles.setHostedUiDomain(profile.id, discoveredDomain);
    const hostedUi = { ...profile.hostedUi, domain: new URL(url).origin };
    const missing = missingAccess(await grantedAccess(), hostedUiAccess({ ...profile, hostedUi }));
    if (missing.length > 0) {
      const hosts = missing.map((pattern) => new URL(pattern).hostname).join(', ');
      throw new AuthError('hostedUiAccessMissing', hosts);
    }
    const tabId = hostedUi.callbackUrl === null ? null : await signInWindow.openTab();
    const otherTabIds = tabId === null ? await signInWindow.tabIds() : [];
    const endsAtMs = clock.now() + ATTEMPT_LIFETIME_MS;
    return { kind: 'redirected', attempt: { ...attempt, tabId, otherTabIds }, problem: null, endsAtMs };
  }
}

/** What a step that was refused leads to. */
export function failedBy(error: unknown): StepOutcome {
  return failed(problemOf(error));
}

function failed(problem: ReturnType<typeof problemOf>): StepOutcome {
  const session = signedOutBy(problem);
  return {
    change: ({ credentials }) => ({ session, credentials: { ...credentials, ...NO_RENEWAL } }),
    page: null,
  };
}

// Without tokens there is nothing to renew.
function outcome(session: Challenged | Redirected): StepOutcome {
  return {
    change: ({ credentials }) => ({
      session,
      credentials: { ...credentials, ...NO_GRANT, ...(isReplaced(session) && NO_RENEWAL) },
    }),
    page: null,
  };
}

// A password in whose place another is chosen signs nobody in any more.
function isReplaced(session: Challenged | Redirected): boolean {
  if (session.kind !== 'challenged') return false;
  return fieldsOf(session.challenge)?.some(({ kind }) => kind === 'newPassword') ?? false;
}
