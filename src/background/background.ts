import type { Platform } from '../cognito/platform';
import type { Reply } from '../core/messages/protocol';
import type { HostAccess } from '../core/profile/host-access';
import type { Profile } from '../core/profile/profile';
import type { ProjectionSettings } from '../core/projection';
import { hasPass } from '../core/session/one-time-tokens';
import type { ProfileState } from '../core/session/profile-state';
import { concernsTab } from '../core/session/session';
import type { NavigationCause } from '../core/session/tab-navigation';
import type { BadgeState } from '../core/views/badge';
import { Lifecycle } from './lifecycle';
import type { Alarms, ApiRequests, LocalClock, NetRules, SignInWindow, Storage, WithLock } from './ports';
import { Projector } from './projector';
import { Requests } from './requests/handlers';
import { RuleKeeper } from './rules/rule-keeper';
import { PoolPages } from './sign-in/pool-pages';
import { SignIn } from './sign-in/sign-in';
import { SignInSteps } from './sign-in/sign-in-steps';
import { CorrectedClock } from './state/corrected-clock';
import { PendingRevocations } from './state/pending-revocations';
import { ProfileStates } from './state/profile-states';
import { Profiles } from './state/profiles';
import { SnapshotReader } from './state/snapshot-reader';
import { Store } from './state/store';
import { SwitchKeeper } from './state/switch-keeper';
import { Withdrawals } from './state/withdrawals';
import { OneTimeTokenKeeper } from './tokens/one-time-token-keeper';
import { PoolAccess } from './tokens/pool-access';
import { RequestWatch } from './tokens/request-watch';
import { RevocationQueue } from './tokens/revocation-queue';
import { TabNavigations } from './tokens/tab-navigations';
import { TokenKeeper } from './tokens/token-keeper';
import { tokenSources } from './tokens/token-sources';
import { IdleLock, type IdleState } from './vault/idle-lock';
import { LockKeeper } from './vault/lock-keeper';
import { Vaults } from './vault/vaults';

/** All that the background needs of the world outside. */
export interface BackgroundPorts {
  readonly storage: Storage;
  readonly netRules: NetRules;
  readonly apiRequests: ApiRequests;
  readonly withLock: WithLock;
  readonly localClock: LocalClock;
  readonly platform: Pick<Platform, 'fetch' | 'crypto'>;
  readonly signInWindow: SignInWindow;
  /** Takes or leaves news of tabs. */
  readonly watchTabs: (isWanted: boolean) => void;
  readonly newId: () => string;
  readonly alarms: Alarms;
  /** Tells the open pages that the state has changed. */
  readonly announce: () => void;
  readonly showBadge: (state: BadgeState) => Promise<void>;
  /** Has the browser tell when the user has not been there for so many seconds. */
  readonly detectIdleAfter: (seconds: number) => void;
  /** The hosts that the browser has granted. */
  readonly grantedAccess: () => Promise<HostAccess>;
  readonly rulesActedOnTab: (tabId: number) => Promise<readonly number[] | null>;
}

/** The background, put together. Nothing runs before its listeners call it. */
export class Background {
  readonly lifecycle: Lifecycle;
  readonly #requests: Requests;
  readonly #snapshots: SnapshotReader;
  readonly #projector: Projector;
  readonly #poolPages: PoolPages;
  readonly #oneTimeTokens: OneTimeTokenKeeper;
  readonly #lockKeeper: LockKeeper;
  readonly #idleLock: IdleLock;
  readonly #signIn: SignIn;
  readonly #tabNavigations: TabNavigations;

  constructor(ports: BackgroundPorts) {
    const { withLock, newId, signInWindow, apiRequests, grantedAccess } = ports;
    this.#tabNavigations = new TabNavigations(ports.netRules);
    const holdsRequests = apiRequests.canHold;
    const settings = projectionSettings(ports);
    const changed = () => this.#projector.changed();
    const store = new Store({ storage: ports.storage });
    const clock = new CorrectedClock({ ...ports, store });
    const profiles = new Profiles({ store, withLock, newId });
    const ruleKeeper = new RuleKeeper(ports);
    const withdrawals = new Withdrawals({ ruleKeeper, withLock });
    const pending = new PendingRevocations({ store, withLock, clock, newId });
    const vaults = new Vaults({ store, profiles, withLock, clock, crypto: ports.platform.crypto });
    const states = new ProfileStates({
      ...{ store, pendingRevocations: pending, withdrawals, vaults, withLock, clock, holdsRequests, changed },
    });
    const switches = new SwitchKeeper({ profiles, withdrawals, changed: () => this.#projector.settled() });
    const sourceFor = tokenSources({ ...ports, store, clock });
    const revocations = new RevocationQueue({ pending, withLock, sourceFor, clock, newId, changed });
    const poolAccess = new PoolAccess({ sourceFor, states, revocations, withLock });
    const tokenKeeper = new TokenKeeper({ poolAccess, states, vaults, signInWindow, clock, changed });
    const lockPorts = { store, vaults, withdrawals, states, profiles, poolAccess, clock, changed };
    this.#lockKeeper = new LockKeeper({ ...lockPorts, attend: () => this.lifecycle.attend() });
    this.#idleLock = new IdleLock({ ...ports, store, vaults, lockKeeper: this.#lockKeeper });
    const oneTimeTokens = new OneTimeTokenKeeper({ states, tokenKeeper, withLock, clock, holdsRequests });
    const signInPorts = { poolAccess, states, profiles, signInWindow, clock, grantedAccess, tokenKeeper };
    const steps = new SignInSteps(signInPorts);
    const poolPages = new PoolPages({ ...signInPorts, steps });
    this.#signIn = new SignIn({ ...signInPorts, steps, poolPages });
    const snapshots = new SnapshotReader({ ...ports, store, profiles, withdrawals, vaults, clock });
    this.#projector = new Projector({
      ...{ ...ports, settings, clock, ruleKeeper, readSnapshot: () => snapshots.read() },
      requestWatch: new RequestWatch({ apiRequests, oneTimeTokens, placeholderOf: settings.placeholderOf }),
    });
    this.lifecycle = new Lifecycle({
      ...{ states, projector: this.#projector, poolPages, tokenKeeper, oneTimeTokens, revocations },
      ...{ switches, lockKeeper: this.#lockKeeper, clock, holdsRequests },
    });
    this.#requests = new Requests({
      ...{ store, profiles, states, snapshots, settings, projector: this.#projector },
      ...{ tokenKeeper, oneTimeTokens, switches, vaults, withLock, clock, signIn: this.#signIn },
      lockKeeper: this.#lockKeeper,
      watchIdle: () => this.#idleLock.watch(),
      tabNavigations: this.#tabNavigations,
      ...{ browserCallbackUrl: signInWindow.callbackUrl, rulesActedOnTab: ports.rulesActedOnTab },
    });
    this.#snapshots = snapshots;
    this.#poolPages = poolPages;
    this.#oneTimeTokens = oneTimeTokens;
  }

  /** Answers a message of unknown shape; never rejects. */
  async answer(message: unknown): Promise<Reply> {
    await this.lifecycle.takenOut();
    // What cannot be read now is said by whoever needs it.
    await this.#catchUp().catch(() => undefined);
    return this.#requests.answer(message);
  }

  /** The worker has started, for whatever reason. */
  async start(): Promise<void> {
    await Promise.all([this.lifecycle.start(), this.#idleLock.watch()]);
  }

  /** The user comes back to the machine, or leaves it. */
  async onIdleChange(state: IdleState): Promise<void> {
    await Promise.all([this.lifecycle.attend(), this.#idleLock.onIdle(state)]);
  }

  /** Locks what the passphrase opens. */
  lock(): Promise<void> {
    return this.#lockKeeper.lock();
  }

  /** A tab's whole page begins to navigate. @param url the first, before any redirect */
  onNavigationBegun(tabId: number, url: string): void {
    this.#tabNavigations.begin(tabId, url);
  }

  /**
   * What a tab's whole page asked for leads elsewhere.
   * @param initiator URL or origin of the page that asks; null where the browser does not tell
   */
  onNavigationRedirected(tabId: number, url: string, redirectUrl: string, initiator: string | null): void {
    this.#tabNavigations.redirect(tabId, url, redirectUrl, initiator);
  }

  /** A tab shows another page. */
  async onNavigationCommitted(tabId: number, url: string, cause: NavigationCause): Promise<void> {
    const wasLetThrough = this.#tabNavigations.isApproved(tabId);
    this.#tabNavigations.commit(tabId, url, cause);
    if (wasLetThrough) await this.#forAll(({ profile }) => this.#oneTimeTokens.onPageShown(profile, tabId));
  }

  /** A navigation was sent: its pass is used up. */
  async onNavigationSent(tabId: number, url: string): Promise<void> {
    const number = this.#tabNavigations.numberOf(tabId);
    await this.#forAll(async ({ profile, session }) => {
      if (!hasPass(session, tabId, url)) return;
      this.#tabNavigations.approve(tabId, number);
      await this.#oneTimeTokens.onPassUsed(profile, tabId);
    });
  }

  /** Takes a navigation of a tab, which may bring the answer of the pool's own pages. Parameters as above */
  async onNavigation(tabId: number, url: string, initiator: string | null): Promise<void> {
    this.#tabNavigations.request(tabId, url, initiator);
    await this.#forAll((state) => this.#poolPages.onNavigation(state, tabId, url));
  }

  async onTabClosed(tabId: number): Promise<void> {
    this.#tabNavigations.close(tabId);
    await this.#forAll(async (state) => {
      await this.#poolPages.onTabClosed(state, tabId);
      if (concernsTab(state.session)) await this.#oneTimeTokens.onTabClosed(state.profile, tabId);
    });
  }

  /** The user has given access to a host, or taken it away. */
  async accessChanged(): Promise<void> {
    await this.#projector.changed();
    await this.#forAll((state) => this.#signIn.onAccessChanged(state));
  }

  async #catchUp(): Promise<void> {
    if (await this.#projector.isOverdue()) await this.#projector.reconcile();
  }

  async #forAll(act: (state: ProfileState) => Promise<void>): Promise<void> {
    const { states } = await this.#snapshots.read();
    await Promise.all(states.map(act));
  }
}

function projectionSettings({ netRules, apiRequests, newId }: BackgroundPorts): ProjectionSettings {
  // Random: whoever knew it could make us put a token in its place. In the form of a token, which rules insist on.
  const placeholder = apiRequests.canHold ? newId() : null;
  const placeholderOf = ({ slot }: Profile) => placeholder && `${placeholder}.placeholder.${slot}`;
  const { abilities, holdPageUrl } = netRules;
  return { abilities, holdPageUrl, placeholderOf };
}
