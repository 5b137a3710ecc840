import type { AuthStep, UserPoolClient } from '../cognito/user-pool-client';
import { AuthError, type AuthProblem, problemOf } from '../core/auth-error';
import type { Challenge, ChallengeAnswers } from '../core/challenge';
import type { Profile } from '../core/profile';
import { afterFailedRefresh, afterTime, isRefreshDue, signedInWith } from '../core/refresh-policy';
import { type Session, SIGNED_OUT, type SignedIn, type TokenSet, usableToken } from '../core/session';
import type { Clock, WithLock } from './ports';
import type { RevocationQueue } from './revocation-queue';
import type { SessionStore } from './session-store';

// The longest AuthSessionValidity that an app client can have; the pool itself may end it sooner.
const CHALLENGE_LIFETIME_MS = 15 * 60_000;

/** Gets, renews and gives back the tokens of profiles. Whatever fails is kept as the session's problem. */
export interface TokenKeeper {
  signIn(profile: Profile, password: string): Promise<void>;
  /** Whether a sign-in is on its way. It ends with the worker, so the answer is not stored. */
  isSigningIn(profile: Profile): boolean;
  /** Answers the open challenge; without one nothing happens. */
  answerChallenge(profile: Profile, answers: ChallengeAnswers): Promise<void>;
  cancelChallenge(profile: Profile): Promise<void>;
  /** Does what time asks for: a refresh that is due, the end of a challenge or of the last token. */
  attend(profile: Profile): Promise<void>;
  /** Refreshes now, due or not. */
  refresh(profile: Profile): Promise<void>;
  /** A token that may be sent now, renewed first if it is due. @throws AuthError if there is none */
  freshToken(profile: Profile): Promise<string>;
  /** Forgets the tokens at once, and has the refresh token revoked as soon as the pool can be reached. */
  signOut(profile: Profile): Promise<void>;
}

export interface TokenKeeperPorts {
  readonly sessions: SessionStore;
  readonly revocations: RevocationQueue;
  readonly clientFor: (profile: Profile, clientSecret: string | null) => UserPoolClient;
  readonly clientSecretOf: (profileId: string) => Promise<string | null>;
  readonly withLock: WithLock;
  readonly clock: Clock;
}

export function createTokenKeeper(ports: TokenKeeperPorts): TokenKeeper {
  return new SessionTokenKeeper(ports);
}

class SessionTokenKeeper implements TokenKeeper {
  readonly #ports: TokenKeeperPorts;
  readonly #signingIn = new Set<string>();
  /** How often each profile was signed out: a sign-in that began before the last time comes to nothing. */
  readonly #signOuts = new Map<string, number>();

  constructor(ports: TokenKeeperPorts) {
    this.#ports = ports;
  }

  async signIn(profile: Profile, password: string): Promise<void> {
    const { signInMethod, username } = profile;
    const signOuts = this.#signOuts.get(profile.id);
    await this.#oneAtATime(profile, async () => {
      this.#signingIn.add(profile.id);
      const next = await this.#sessionAfter(profile, (client) =>
        client.signIn(signInMethod, username, password),
      ).catch((error: unknown): Session => ({ kind: 'signedOut', problem: problemOf(error) }));
      this.#signingIn.delete(profile.id);
      const isWanted = this.#signOuts.get(profile.id) === signOuts;
      const before = isWanted ? await this.#ports.sessions.change(profile.id, () => next) : next;
      await this.#giveUp(profile, before);
    });
  }

  isSigningIn(profile: Profile): boolean {
    return this.#signingIn.has(profile.id);
  }

  async answerChallenge(profile: Profile, answers: ChallengeAnswers): Promise<void> {
    await this.#oneAtATime(profile, async () => {
      const session = await this.#ports.sessions.read(profile.id);
      if (session.kind !== 'challenged') return;
      const { challenge } = session;
      const next = await this.#sessionAfter(profile, (client) =>
        client.answerChallenge(challenge, answers),
      ).catch((error: unknown) => afterWrongAnswer(session, problemOf(error)));
      const before = await this.#ports.sessions.change(profile.id, (current) =>
        isChallengedWith(current, challenge) ? next : current,
      );
      // The user has cancelled meanwhile: nobody wants these tokens any more.
      if (!isChallengedWith(before, challenge)) await this.#giveUp(profile, next);
    });
  }

  async cancelChallenge(profile: Profile): Promise<void> {
    await this.#ports.sessions.change(profile.id, (session) =>
      session.kind === 'challenged' ? SIGNED_OUT : session,
    );
  }

  async attend(profile: Profile): Promise<void> {
    const now = this.#ports.clock.now();
    await this.#ports.sessions.change(profile.id, (session) => afterTime(session, profile.tokenUse, now));
    await this.#refreshIf(profile, (session) => isRefreshDue(session, this.#ports.clock.now()));
  }

  async refresh(profile: Profile): Promise<void> {
    const seen = await this.#ports.sessions.read(profile.id);
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

  async signOut(profile: Profile): Promise<void> {
    this.#signOuts.set(profile.id, (this.#signOuts.get(profile.id) ?? 0) + 1);
    await this.#giveUp(profile, await this.#ports.sessions.change(profile.id, () => SIGNED_OUT));
  }

  async #refreshIf(profile: Profile, isWanted: (session: Session) => boolean): Promise<void> {
    if (!isWanted(await this.#ports.sessions.read(profile.id))) return;
    await this.#oneAtATime(profile, async () => {
      const session = await this.#ports.sessions.read(profile.id);
      if (session.kind === 'signedIn' && isWanted(session)) await this.#exchange(profile, session);
    });
  }

  async #exchange(profile: Profile, session: SignedIn): Promise<void> {
    const { refreshToken } = session.tokens;
    if (refreshToken === null) {
      const problem: AuthProblem = { code: 'refreshTokenMissing', detail: '' };
      await this.#ports.sessions.change(profile.id, () => ({ ...session, problem }));
      return;
    }
    const next = await this.#sessionAfter(profile, async (client) => ({
      kind: 'tokens',
      tokens: ofSameUser(await client.refresh(refreshToken), session.tokens),
    })).catch((error: unknown) =>
      afterFailedRefresh(session, problemOf(error), this.#ports.clock.now(), this.#ports.clock.random),
    );
    const before = await this.#ports.sessions.change(profile.id, (current) =>
      isSameTokens(current, session) ? next : current,
    );
    // The user has signed out meanwhile: a rotated refresh token must not live on without an owner.
    if (!isSameTokens(before, session)) await this.#giveUp(profile, next);
  }

  async #sessionAfter(
    profile: Profile,
    step: (client: UserPoolClient) => Promise<AuthStep>,
  ): Promise<Session> {
    const { clock, clientFor, clientSecretOf } = this.#ports;
    const result = await step(clientFor(profile, await clientSecretOf(profile.id)));
    if (result.kind === 'tokens') return signedInWith(result.tokens, profile.tokenUse, clock.random);
    const endsAtMs = clock.now() + CHALLENGE_LIFETIME_MS;
    return { kind: 'challenged', challenge: result.challenge, problem: null, endsAtMs };
  }

  async #giveUp(profile: Profile, session: Session): Promise<void> {
    if (session.kind !== 'signedIn' || session.tokens.refreshToken === null) return;
    const { clientSecretOf, revocations } = this.#ports;
    await revocations.add(profile, await clientSecretOf(profile.id), session.tokens.refreshToken);
    // Not awaited: the user need not wait for the pool, and what fails is tried again.
    void revocations.flush();
  }

  /** Everything that may bring tokens for a profile goes one after the other, in whatever context it runs. */
  #oneAtATime(profile: Profile, task: () => Promise<void>): Promise<void> {
    return this.#ports.withLock(`tokens:${profile.id}`, task);
  }
}

// A wrong code may be typed again; whatever ends the sign-in itself ends the challenge.
function afterWrongAnswer(session: Session & { kind: 'challenged' }, problem: AuthProblem): Session {
  return endsChallenge(problem) ? { kind: 'signedOut', problem } : { ...session, problem };
}

function endsChallenge({ code }: AuthProblem): boolean {
  return (
    code === 'challengeExpired' ||
    code === 'notAuthorized' ||
    code === 'userDisabled' ||
    code === 'userNotFound' ||
    code === 'passwordResetRequired' ||
    code === 'tokenRejected'
  );
}

function isChallengedWith(session: Session, challenge: Challenge): boolean {
  return session.kind === 'challenged' && session.challenge.session === challenge.session;
}

function isSameTokens(one: Session, other: Session): boolean {
  return one.kind === 'signedIn' && other.kind === 'signedIn' && one.tokens.id.jwt === other.tokens.id.jwt;
}

function ofSameUser(tokens: TokenSet, previous: TokenSet): TokenSet {
  if (tokens.subject !== previous.subject) throw new AuthError('otherUser');
  return tokens;
}
