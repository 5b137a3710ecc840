import { AuthError, failureOf } from '../../core/auth-error';
import type { Profile } from '../../core/profile/profile';
import {
  afterSent,
  countFetch,
  hasPass,
  mayFetch,
  needsShared,
  newestTokens,
  shareNewest,
  takeNewest,
  usablePasses,
  withoutPass,
  withoutSpentPass,
  withPass,
  withUsedPass,
} from '../../core/session/one-time-tokens';
import { fetchesEveryRequest } from '../../core/session/profile-state';
import { isRefreshDue } from '../../core/session/refresh-policy';
import type { Session, SignedIn } from '../../core/session/session';
import type { SentTokens } from '../../core/session/token';
import type { Clock, WithLock } from '../ports';
import type { ProfileStates } from '../state/profile-states';
import type { TokenKeeper } from './token-keeper';

// Each time the newest tokens may be taken by somebody who also waits for some.
const MOST_ROUNDS = 5;

export interface OneTimeTokenKeeperPorts {
  readonly states: ProfileStates;
  readonly tokenKeeper: TokenKeeper;
  readonly withLock: WithLock;
  readonly clock: Clock;
  /** Whether the browser holds each request: then none shares a token. */
  readonly holdsRequests: boolean;
}

/** Gives each request a token that no earlier request has carried, for profiles that want that. */
export class OneTimeTokenKeeper {
  readonly #ports: OneTimeTokenKeeperPorts;

  constructor(ports: OneTimeTokenKeeperPorts) {
    this.#ports = ports;
  }

  /** Whether this profile's requests have a token each. */
  async isOn(profile: Profile): Promise<boolean> {
    return fetchesEveryRequest(await this.#ports.states.read(profile));
  }

  /** Whether its navigations wait for a pass, since the browser holds no request for us. */
  async givesPasses(profile: Profile): Promise<boolean> {
    return !this.#ports.holdsRequests && (await this.isOn(profile));
  }

  /**
   * Tokens that nobody else gets, renewed first if the newest are given away; the last ones where requests come faster
   * than tokens may be fetched. In turn, so that those who wait do not take each other's and begin anew.
   * @throws AuthError if none can be had
   */
  take(profile: Profile): Promise<SentTokens> {
    return this.#ports.withLock(`take:${profile.id}`, async () => {
      for (let round = 0; round < MOST_ROUNDS; round++) {
        const tokens = await this.#takeNewest(profile);
        if (tokens) return tokens;
        if (!(await this.#renew(profile))) return this.#last(profile);
      }
      throw new AuthError('interrupted');
    });
  }

  /**
   * Lets one navigation of a tab go on with a token of its own; the rule for it stands when this returns.
   * @param url as `URL.href` writes it
   * @returns false where an earlier pass for it has not been used yet, and still holds
   * @throws AuthError if no token can be had
   */
  async pass(profile: Profile, tabId: number, url: string): Promise<boolean> {
    const { states, clock } = this.#ports;
    const { session } = await states.read(profile);
    const held = session.kind === 'signedIn' ? usablePasses(session, clock.now()) : [];
    if (held.some((pass) => pass.tabId === tabId && !pass.isSpent && pass.url === url)) return false;
    const tokens = await this.take(profile);
    const pass = { tabId, url, tokens };
    const before = await states.change(profile, ({ session }) => ({ session: withPass(session, pass) }));
    if (withPass(before.session, pass) === before.session) throw new AuthError('interrupted');
    return true;
  }

  /** Lets one navigation of a tab go on with what the profile sends. @returns and @param url as `pass` */
  async approve(profile: Profile, tabId: number, url: string): Promise<boolean> {
    const { session } = await this.#ports.states.read(profile);
    if (hasPass(session, tabId, url)) return false;
    const pass = { tabId, url, tokens: null };
    const before = await this.#ports.states.change(profile, (state) => ({
      session: withPass(state.session, pass),
    }));
    if (withPass(before.session, pass) === before.session) throw new AuthError('interrupted');
    return true;
  }

  /** The navigation of a tab was sent. */
  async onPassUsed(profile: Profile, tabId: number): Promise<void> {
    await this.#ports.states.change(profile, ({ session }) => ({ session: withUsedPass(session, tabId) }));
  }

  /** A tab shows the page that it has asked for. */
  async onPageShown(profile: Profile, tabId: number): Promise<void> {
    await this.#ports.states.change(profile, ({ session }) => ({
      session: withoutSpentPass(session, tabId),
    }));
  }

  /** Ends the pass of a tab that is gone. */
  async onTabClosed(profile: Profile, tabId: number): Promise<void> {
    await this.#ports.states.change(profile, ({ session }) => ({ session: withoutPass(session, tabId) }));
  }

  /**
   * Fetches tokens for the requests that cannot wait, if they need some. Those that are there already are given to them
   * with each change. Failure is kept as the session's problem.
   */
  async renewShared(profile: Profile): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (!(await this.#lacksShared(profile))) return;
      // The session says why, and the alarm that ends its backing off comes here again.
      if (!(await this.#renew(profile).catch(() => false))) return;
    }
  }

  /** Takes note that a request was sent with this JWT. */
  async onSent(profile: Profile, jwt: string): Promise<void> {
    const { session } = await this.#ports.states.change(profile, (state) => ({
      session: afterSent(state.session, jwt),
    }));
    if (session.kind === 'signedIn' && session.oneTime?.shared?.token.jwt === jwt) {
      await this.renewShared(profile);
    }
  }

  async #lacksShared(profile: Profile): Promise<boolean> {
    const { states, clock, holdsRequests } = this.#ports;
    if (holdsRequests) return false;
    const now = clock.now();
    await states.change(profile, (state) => ({ session: shareNewest(state, now) }));
    const state = await states.read(profile);
    return fetchesEveryRequest(state) && needsShared(state.session, now);
  }

  async #takeNewest(profile: Profile): Promise<SentTokens | null> {
    const now = this.#ports.clock.now();
    const { session } = await this.#ports.states.change(profile, (state) => ({
      session: takeNewest(state.session, profile, now)?.session ?? state.session,
    }));
    return takeNewest(session, profile, now)?.tokens ?? null;
  }

  /** @returns whether a token may be fetched */
  async #countFetch(profile: Profile): Promise<boolean> {
    const now = this.#ports.clock.now();
    const { session } = await this.#ports.states.change(profile, (state) => ({
      session: countFetch(state.session, now),
    }));
    return mayFetch(signedIn(session), now);
  }

  async #last(profile: Profile): Promise<SentTokens> {
    const { session } = await this.#ports.states.read(profile);
    const tokens = newestTokens(signedIn(session), profile, this.#ports.clock.now());
    if (!tokens) throw new AuthError('tooManyRequests');
    return tokens;
  }

  /**
   * A refresh that has failed is not tried again before its time, however many requests wait for it.
   * @returns false where no more tokens may be fetched for now
   * @throws AuthError what the last refresh failed of
   */
  async #renew(profile: Profile): Promise<boolean> {
    const { states, tokenKeeper, clock } = this.#ports;
    const session = signedIn((await states.read(profile)).session);
    const isWanted = !session.problem || isRefreshDue(session, clock.now());
    const isFetched = isWanted && (await this.#countFetch(profile));
    if (isFetched) await tokenKeeper.refresh(profile);
    const { problem } = signedIn((await states.read(profile)).session);
    if (problem) throw failureOf(problem);
    return isFetched;
  }
}

function signedIn(session: Session): SignedIn {
  if (session.kind === 'signedIn') return session;
  throw new AuthError(session.problem?.code ?? 'notSignedIn', session.problem?.detail);
}
