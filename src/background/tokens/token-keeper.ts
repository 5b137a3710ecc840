import type { KeepRefreshToken } from '../../cognito/auth-step';
import { AuthError, problemOf } from '../../core/auth-error';
import type { SignOutOptions } from '../../core/messages/protocol';
import type { Profile } from '../../core/profile/profile';
import { withAllotmentOf } from '../../core/session/one-time-tokens';
import { afterFailedRefresh, afterTime, isRefreshDue, signedInWith } from '../../core/session/refresh-policy';
import { isSameUser } from '../../core/session/same-user';
import {
  canRenew,
  type Session,
  SIGNED_OUT,
  type SignedIn,
  type TokenSet,
  usableToken,
} from '../../core/session/session';
import type { Clock, SignInWindow } from '../ports';
import type { SessionStore } from '../state/sessions';
import type { TokenTurns } from './token-sources';

/** Renews the tokens of profiles and gives them back. Whatever fails is kept as the session's problem. */
export interface TokenKeeper {
  /** Does what time asks for: a refresh that is due, the end of a challenge or of the last token. */
  attend(profile: Profile): Promise<void>;
  /** Refreshes now, due or not. */
  refresh(profile: Profile): Promise<void>;
  /** A token that may be sent now, renewed first if it is due. @throws AuthError if there is none */
  freshToken(profile: Profile): Promise<string>;
  /** Forgets the tokens at once, and has the refresh token revoked as soon as the pool can be reached. */
  signOut(profile: Profile, options: SignOutOptions): Promise<void>;
  /** How often a profile was signed out since the worker began. */
  signOuts(profileId: string): number;
}

export interface TokenKeeperPorts {
  readonly turns: TokenTurns;
  readonly sessions: SessionStore;
  readonly signInWindow: SignInWindow;
  readonly clock: Clock;
}

export function createTokenKeeper(ports: TokenKeeperPorts): TokenKeeper {
  return new SessionTokenKeeper(ports);
}

class SessionTokenKeeper implements TokenKeeper {
  readonly #ports: TokenKeeperPorts;
  readonly #signOuts = new Map<string, number>();

  constructor(ports: TokenKeeperPorts) {
    this.#ports = ports;
  }

  signOuts(profileId: string): number {
    return this.#signOuts.get(profileId) ?? 0;
  }

  async attend(profile: Profile): Promise<void> {
    const now = this.#ports.clock.now();
    const before = await this.#ports.sessions.change(profile.id, (session) =>
      afterTime(session, profile.tokenUse, now),
    );
    // Nobody takes what the pool's pages might still answer.
    if (before.kind === 'redirected' && now >= before.endsAtMs) await this.#closeTab(before.attempt.tabId);
    await this.#refreshIf(profile, (session) => isRefreshDue(session, this.#ports.clock.now()));
  }

  async refresh(profile: Profile): Promise<void> {
    const seen = await this.#ports.sessions.read(profile.id);
    // Nothing comes in place of its tokens, so they are not thrown away.
    if (!canRenew(seen)) return;
    // One that was begun meanwhile, by the alarm say, is as good as ours.
    await this.#refreshIf(profile, (session) => isSameTokens(session, seen));
  }

  async freshToken(profile: Profile): Promise<string> {
    await this.attend(profile);
    const session = await this.#ports.sessions.read(profile.id);
    const token = usableToken(session, profile.tokenUse, this.#ports.clock.now());
    if (token) return token.jwt;
    throw new AuthError(session.problem?.code ?? 'notSignedIn', session.problem?.detail);
  }

  async signOut(profile: Profile, { everywhere, hostedUi }: SignOutOptions): Promise<void> {
    this.#signOuts.set(profile.id, this.signOuts(profile.id) + 1);
    const before = await this.#ports.sessions.change(profile.id, () => SIGNED_OUT);
    if (before.kind === 'redirected') await this.#closeTab(before.attempt.tabId);
    await this.#ports.turns.giveUp(profile, before, everywhere);
    if (hostedUi) await this.#endHostedUiSession(profile);
  }

  // It lives in a cookie of the pool's own pages, so it is ended there.
  async #endHostedUiSession(profile: Profile): Promise<void> {
    try {
      const source = await this.#ports.turns.sourceOf(profile);
      const url = await source.hostedUiLogoutUrl();
      await this.#ports.signInWindow.navigate(await this.#ports.signInWindow.openTab(), url);
    } catch (error) {
      const problem = problemOf(error);
      await this.#ports.sessions.change(profile.id, (session) =>
        session.kind === 'signedOut' ? { kind: 'signedOut', problem } : session,
      );
    }
  }

  async #closeTab(tabId: number | null): Promise<void> {
    if (tabId !== null) await this.#ports.signInWindow.closeTab(tabId);
  }

  async #refreshIf(profile: Profile, isWanted: (session: Session) => boolean): Promise<void> {
    if (!isWanted(await this.#ports.sessions.read(profile.id))) return;
    await this.#ports.turns.oneAtATime(profile, async () => {
      const session = await this.#ports.sessions.read(profile.id);
      if (session.kind === 'signedIn' && isWanted(session)) await this.#exchange(profile, session);
    });
  }

  async #exchange(profile: Profile, session: SignedIn): Promise<void> {
    const { sessions, turns, clock } = this.#ports;
    // Rotation may have changed the session since it was read.
    let rotated = session;
    const next = await this.#renewed(profile, session, async (refreshToken) => {
      rotated = { ...session, tokens: { ...session.tokens, refreshToken } };
      await sessions.change(profile.id, (current) =>
        isSameTokens(current, session) ? withAllotmentOf(rotated, current) : current,
      );
    }).catch((error: unknown) => afterFailedRefresh(rotated, problemOf(error), clock.now(), clock.random));
    const before = await sessions.change(profile.id, (current) =>
      isSameTokens(current, session) ? withAllotmentOf(next, current) : current,
    );
    // The user has signed out meanwhile: a rotated refresh token must not live on without an owner.
    if (!isSameTokens(before, session))
      await turns.giveUp(profile, next.kind === 'signedIn' ? next : rotated);
  }

  async #renewed(profile: Profile, { tokens }: SignedIn, keep: KeepRefreshToken): Promise<Session> {
    if (tokens.renewal === 'none') throw new AuthError('refreshTokenMissing');
    const source = await this.#ports.turns.sourceOf(profile);
    const renewed = ofSameUser(await source.renew(tokens, keep), tokens);
    return signedInWith(renewed, profile.tokenUse, this.#ports.clock.random);
  }
}

function isSameTokens(one: Session, other: Session): boolean {
  if (one.kind !== 'signedIn' || other.kind !== 'signedIn') return false;
  return one.tokens.id?.jwt === other.tokens.id?.jwt && one.tokens.access?.jwt === other.tokens.access?.jwt;
}

function ofSameUser(tokens: TokenSet, previous: TokenSet): TokenSet {
  if (!isSameUser(tokens, previous)) throw new AuthError('otherUser');
  return tokens;
}
