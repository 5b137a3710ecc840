import { AuthError } from '../../core/auth-error';
import type { Profile } from '../../core/profile/profile';
import {
  afterSent,
  fetchesEveryRequest,
  needsShared,
  shareNewest,
  takeNewest,
  usablePasses,
  withAllSpent,
  withoutPass,
  withPass,
} from '../../core/session/one-time-tokens';
import { isRefreshDue } from '../../core/session/refresh-policy';
import type { SentTokens, Session, SignedIn } from '../../core/session/session';
import type { Clock, WithLock } from '../ports';
import type { SessionStore } from '../state/sessions';
import type { TokenKeeper } from './token-keeper';

// Each time the newest tokens may be taken by somebody who also waits for some.
const MOST_ROUNDS = 5;

/** Gives each request a token that no earlier request has carried, for profiles that want that. */
export interface RequestTokens {
  /** Whether this profile's requests have a token each. */
  isOn(profile: Profile): Promise<boolean>;
  /** Whether its navigations wait for a pass, since the browser holds no request for us. */
  givesPasses(profile: Profile): Promise<boolean>;
  /** Tokens that nobody else gets, renewed first if the newest are given away. @throws AuthError if none can be had */
  take(profile: Profile): Promise<SentTokens>;
  /**
   * Lets one navigation of a tab go on with a token of its own; the rule for it stands when this returns.
   * @param url as `URL.href` writes it
   * @returns false where an earlier pass for it has not been used yet, and still holds
   * @throws AuthError if no token can be had
   */
  pass(profile: Profile, tabId: number, url: string): Promise<boolean>;
  /** Ends the pass of a tab that is gone. */
  onTabClosed(profile: Profile, tabId: number): Promise<void>;
  /** Gives tokens that are there already to the requests that cannot wait, if they need some. */
  share(profile: Profile): Promise<void>;
  /** Fetches tokens for the requests that cannot wait, if they need some. Failure is kept as the session's problem. */
  renewShared(profile: Profile): Promise<void>;
  /** Takes note that a request was sent with this JWT. */
  onSent(profile: Profile, jwt: string): Promise<void>;
  /** Takes it that every token that was given was sent: a worker that has just started cannot know. */
  distrustAll(profile: Profile): Promise<void>;
}

export interface RequestTokensPorts {
  readonly sessions: SessionStore;
  readonly tokenKeeper: TokenKeeper;
  readonly withLock: WithLock;
  readonly clock: Clock;
  /** Whether the browser holds each request: then none shares a token. */
  readonly holdsRequests: boolean;
}

export function createRequestTokens(ports: RequestTokensPorts): RequestTokens {
  return new OneTimeTokens(ports);
}

class OneTimeTokens implements RequestTokens {
  readonly #ports: RequestTokensPorts;

  constructor(ports: RequestTokensPorts) {
    this.#ports = ports;
  }

  async isOn(profile: Profile): Promise<boolean> {
    return fetchesEveryRequest(profile, await this.#ports.sessions.read(profile.id));
  }

  async givesPasses(profile: Profile): Promise<boolean> {
    return !this.#ports.holdsRequests && (await this.isOn(profile));
  }

  // In turn, so that those who wait do not take each other's and begin anew.
  take(profile: Profile): Promise<SentTokens> {
    return this.#ports.withLock(`take:${profile.id}`, async () => {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const tokens = await this.#takeNewest(profile);
        if (tokens) return tokens;
        await this.#renew(profile);
      }
      throw new AuthError('interrupted');
    });
  }

  async pass(profile: Profile, tabId: number, url: string): Promise<boolean> {
    const { sessions, clock } = this.#ports;
    const session = await sessions.read(profile.id);
    const held = session.kind === 'signedIn' ? usablePasses(session, clock.now()) : [];
    if (held.some((pass) => pass.tabId === tabId && pass.url === url)) return false;
    const tokens = await this.take(profile);
    const given = { tabId, url, tokens };
    const before = await sessions.change(profile.id, (current) => withPass(current, given));
    if (withPass(before, given) === before) throw new AuthError('interrupted');
    return true;
  }

  async onTabClosed(profile: Profile, tabId: number): Promise<void> {
    await this.#ports.sessions.change(profile.id, (session) => withoutPass(session, tabId));
  }

  async share(profile: Profile): Promise<void> {
    if (this.#ports.holdsRequests) return;
    const now = this.#ports.clock.now();
    await this.#ports.sessions.change(profile.id, (session) => shareNewest(session, profile, now));
  }

  async renewShared(profile: Profile): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await this.share(profile);
      const session = await this.#ports.sessions.read(profile.id);
      if (!this.#lacksShared(profile, session)) return;
      // The session says why, and the alarm that ends its backing off comes here again.
      const isRenewed = await this.#renew(profile).then(
        () => true,
        () => false,
      );
      if (!isRenewed) return;
    }
  }

  async onSent(profile: Profile, jwt: string): Promise<void> {
    const before = await this.#ports.sessions.change(profile.id, (session) => afterSent(session, jwt));
    if (before.kind === 'signedIn' && before.allotment?.shared?.token.jwt === jwt) {
      await this.renewShared(profile);
    }
  }

  async distrustAll(profile: Profile): Promise<void> {
    await this.#ports.sessions.change(profile.id, withAllSpent);
  }

  #lacksShared(profile: Profile, session: Session): boolean {
    if (this.#ports.holdsRequests || !fetchesEveryRequest(profile, session)) return false;
    return needsShared(session, this.#ports.clock.now());
  }

  async #takeNewest(profile: Profile): Promise<SentTokens | null> {
    const now = this.#ports.clock.now();
    const before = await this.#ports.sessions.change(
      profile.id,
      (session) => takeNewest(session, profile, now)?.session ?? session,
    );
    return takeNewest(before, profile, now)?.tokens ?? null;
  }

  // A refresh that has failed is not tried again before its time, however many requests wait for it.
  async #renew(profile: Profile): Promise<void> {
    const { sessions, tokenKeeper, clock } = this.#ports;
    const session = signedIn(await sessions.read(profile.id));
    if (!session.problem || isRefreshDue(session, clock.now())) await tokenKeeper.refresh(profile);
    const { problem } = signedIn(await sessions.read(profile.id));
    if (problem) throw new AuthError(problem.code, problem.detail);
  }
}

function signedIn(session: Session): SignedIn {
  if (session.kind === 'signedIn') return session;
  throw new AuthError(session.problem?.code ?? 'notSignedIn', session.problem?.detail);
}
