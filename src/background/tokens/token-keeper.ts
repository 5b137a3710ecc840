import type { KeepRefreshToken } from '../../cognito/auth-step';
import { AuthError, type AuthProblem, problemOf } from '../../core/auth-error';
import { despiteFailures } from '../../core/despite-failures';
import type { SignOutOptions } from '../../core/messages/protocol';
import type { Profile } from '../../core/profile/profile';
import { grantOf, NO_RENEWAL, type RenewalGrant } from '../../core/session/credentials';
import { withOneTimeOf } from '../../core/session/one-time-tokens';
import {
  canRenew,
  givenUpBy,
  lapse,
  type ProfileState,
  type SignedInState,
  type StateChange,
} from '../../core/session/profile-state';
import { afterFailedRefresh, afterTime, isRefreshDue, signedInWith } from '../../core/session/refresh-policy';
import { isSameUser } from '../../core/session/same-user';
import { isSameTokens, usableToken } from '../../core/session/session';
import type { Clock, SignInWindow } from '../ports';
import type { ProfileStates } from '../state/profile-states';
import type { Vaults } from '../vault/vaults';
import { PasswordSignIn, type Renewed } from './password-sign-in';
import type { PoolAccess } from './pool-access';

export interface TokenKeeperPorts {
  readonly poolAccess: PoolAccess;
  readonly states: ProfileStates;
  readonly vaults: Pick<Vaults, 'hasFailed'>;
  readonly signInWindow: SignInWindow;
  readonly clock: Clock;
  /** Brings all else in line with what is stored. */
  readonly changed: () => Promise<void>;
}

/** Renews the tokens of profiles and gives them back. Whatever fails is kept as the session's problem. */
export class TokenKeeper {
  readonly #ports: TokenKeeperPorts;
  readonly #password: PasswordSignIn;
  readonly #signOuts = new Map<string, number>();

  constructor(ports: TokenKeeperPorts) {
    this.#ports = ports;
    this.#password = new PasswordSignIn(ports);
  }

  /** How often a profile was signed out since the worker began. */
  signOuts(profileId: string): number {
    return this.#signOuts.get(profileId) ?? 0;
  }

  /** Does what time asks for: a refresh that is due, the end of a challenge or of the last token. */
  async attend({ profile, session }: ProfileState): Promise<void> {
    const now = this.#ports.clock.now();
    if (afterTime(session, profile.tokenUse, now) !== session) await this.#endByTime(profile, now);
    if (isRefreshDue(session, now)) {
      await this.#refreshIf(profile, (state) => isRefreshDue(state.session, this.#ports.clock.now()));
    }
  }

  /** Refreshes now, due or not. */
  async refresh(profile: Profile): Promise<void> {
    const seen = await this.#ports.states.read(profile);
    // Nothing comes in place of its tokens, so they are not thrown away.
    if (!canRenew(seen)) return;
    // One that was begun meanwhile, by the alarm say, is as good as ours.
    await this.#refreshIf(profile, ({ session }) => isSameTokens(session, seen.session));
  }

  /** A token that may be sent now, renewed first if it is due. @throws AuthError if there is none */
  async freshToken(profile: Profile): Promise<string> {
    await this.attend(await this.#ports.states.read(profile));
    const { session } = await this.#ports.states.read(profile);
    const token = usableToken(session, profile.tokenUse, this.#ports.clock.now());
    if (token) return token.jwt;
    throw new AuthError(session.problem?.code ?? 'notSignedIn', session.problem?.detail);
  }

  /**
   * Takes the headers off and forgets the tokens at once, and has the refresh token revoked as soon as the pool can be
   * reached.
   * @throws AuthError what could not be done, once all else is: `signOutNotStored`, `headersNotChanged`, `notStored`
   */
  async signOut(profile: Profile, { everywhere, hostedUi }: SignOutOptions): Promise<void> {
    const { states, poolAccess, changed } = this.#ports;
    this.#signOuts.set(profile.id, this.signOuts(profile.id) + 1);
    await despiteFailures([
      async () => {
        const { session } = await states.end(profile, everywhere);
        if (session.kind === 'redirected') await this.#closeTab(session.attempt.tabId);
      },
      changed,
      async () => poolAccess.revokeDue(),
      async () => hostedUi && this.#endHostedUiSession(profile),
    ]);
  }

  /** Stores a sign-out that an earlier try could not store. Never throws: it is tried again. */
  async storeSignOut(profile: Profile): Promise<void> {
    const { states, poolAccess, changed } = this.#ports;
    const storing = despiteFailures([() => states.storeEnd(profile), changed]);
    await storing.then(() => poolAccess.revokeDue()).catch(() => undefined);
  }

  /** Keeps what could not be done at a sign-out as the session's problem. Never throws. */
  async tell(profile: Profile, problem: AuthProblem): Promise<void> {
    // It is told for as long as that is so.
    if (problem.code === 'signOutNotStored') return;
    const told = this.#ports.states.change(profile, ({ session }) =>
      session.kind === 'signedOut' ? { session: { kind: 'signedOut', problem } } : {},
    );
    // The projection may fail once more.
    await told.catch(() => undefined);
  }

  async #endByTime(profile: Profile, now: number): Promise<void> {
    const { session } = await this.#ports.states.change(profile, (state) => {
      const next = afterTime(state.session, profile.tokenUse, now);
      if (next.kind === 'lapsed' && next !== state.session) return lapse(state, next);
      const isOver = next.kind === 'signedOut' && next !== state.session;
      return { session: next, ...(isOver && { credentials: { ...state.credentials, ...NO_RENEWAL } }) };
    });
    this.#ports.poolAccess.revokeDue();
    // Nobody takes what the pool's pages might still answer.
    if (session.kind === 'redirected' && now >= session.endsAtMs) await this.#closeTab(session.attempt.tabId);
  }

  // It lives in a cookie of the pool's own pages, so it is ended there.
  async #endHostedUiSession(profile: Profile): Promise<void> {
    const { poolAccess, signInWindow, states } = this.#ports;
    try {
      const source = poolAccess.sourceOf(await states.read(profile));
      const url = await source.hostedUiLogoutUrl();
      await signInWindow.navigate(await signInWindow.openTab(), url);
    } catch (error) {
      await this.tell(profile, problemOf(error));
    }
  }

  async #closeTab(tabId: number | null): Promise<void> {
    if (tabId !== null) await this.#ports.signInWindow.closeTab(tabId);
  }

  async #refreshIf(profile: Profile, isWanted: (state: ProfileState) => boolean): Promise<void> {
    await this.#ports.poolAccess.oneAtATime(profile, async () => {
      const state = await this.#ports.states.read(profile);
      if (state.session.kind === 'signedIn' && isWanted(state)) {
        await this.#exchange(state as SignedInState);
      }
    });
  }

  async #exchange(state: SignedInState): Promise<void> {
    const { states, poolAccess } = this.#ports;
    const { profile, session } = state;
    let rotated: Partial<RenewalGrant> = {};
    const outcome = await this.#renewed(state, async (refreshToken) => {
      rotated = { refreshToken };
      // Where the user has signed out meanwhile it must not live on without an owner.
      await states.change(profile, (current) =>
        isSameTokens(current.session, session)
          ? { credentials: { ...current.credentials, refreshToken } }
          : { givenUp: givenUpBy({ ...state, credentials: { ...state.credentials, refreshToken } }) },
      );
    })
      .catch((error: unknown) => this.#password.signIn(state, error))
      .catch(failedBy);
    await states.change(profile, (current) =>
      isSameTokens(current.session, session)
        ? this.#after(
            { ...(current as SignedInState), credentials: { ...current.credentials, ...rotated } },
            outcome,
          )
        : {},
    );
    poolAccess.revokeDue();
  }

  /** @param state with the refresh token that has come, whether or not it could be stored then */
  #after(state: SignedInState, outcome: Renewed | Failed): StateChange {
    const { session, profile, credentials } = state;
    const { clock } = this.#ports;
    if ('problem' in outcome) {
      const next = afterFailedRefresh(session, outcome.problem, profile.tokenUse, clock.now(), clock.random);
      return next.kind === 'lapsed' ? lapse(state, next) : { session: next, credentials };
    }
    const next = signedInWith(outcome.tokens, profile.tokenUse, clock.random);
    return {
      session: withOneTimeOf(next, session),
      credentials: {
        ...credentials,
        ...grantOf(outcome.tokens),
        ...(outcome.device && { device: outcome.device }),
      },
    };
  }

  async #renewed(state: SignedInState, keep: KeepRefreshToken): Promise<Renewed> {
    const { session, credentials } = state;
    if (credentials.renewal === 'none') throw new AuthError('refreshTokenMissing');
    const source = this.#ports.poolAccess.sourceOf(state);
    const tokens = await source.renew({ ...session.tokens, ...credentials }, keep);
    if (!isSameUser(tokens, session.tokens)) throw new AuthError('otherUser');
    return { tokens, device: null };
  }
}

interface Failed {
  readonly problem: ReturnType<typeof problemOf>;
}

function failedBy(error: unknown): Failed {
  return { problem: problemOf(error) };
}
