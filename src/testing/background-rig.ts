import type { AppClientSettings } from '../../e2e/user-pool/app-clients';
import { sharedSigningKeys } from '../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../e2e/user-pool/start-user-pool';
import type { NewUser } from '../../e2e/user-pool/users';
import type { Background } from '../background/background';
import type { Lifecycle } from '../background/lifecycle';
import type { IdleState } from '../background/vault/idle-lock';
import type { OfShownProfile, Reply, Request } from '../core/messages/protocol';
import { EMPTY_FORM, type ProfileForm } from '../core/profile/profile-form';
import type { BadgeState } from '../core/views/badge';
import type { HoldView } from '../core/views/hold-view';
import type { PopupState } from '../core/views/popup-state';
import { FakeBrowser } from './fake-browser';
import type { FakeApiRequests, FakeClock, FakeNetRules, FakeStorage } from './fake-ports';
import type { FakeSignInWindow } from './fake-sign-in-window';
import type { PortCalls } from './port-calls';

export const PASSWORD = 'Corr3ct-horse!';
export const PASSPHRASE = 'correct horse battery';

/** The whole background over fakes of the browser, against a real local user pool that shares its clock. */
export async function createBackgroundRig(): Promise<BackgroundRig> {
  const browser = new FakeBrowser();
  const signingKeys = await sharedSigningKeys();
  return new BackgroundRig(browser, await startUserPool({ clock: browser.clock.real, signingKeys }));
}

export class BackgroundRig {
  readonly pool: UserPool;
  readonly clock: FakeClock;
  readonly storage: FakeStorage;
  readonly netRules: FakeNetRules;
  readonly apiRequests: FakeApiRequests;
  readonly signInWindow: FakeSignInWindow;
  /** The way to the pool, which a test may come between. */
  readonly network: FakeBrowser['network'];
  /** What a worker asks of browser and pool, and what becomes of it. */
  readonly calls: PortCalls;
  /** Match patterns that the user has not granted, to be filled by the test. */
  readonly missingAccess: Set<string>;
  readonly #browser: FakeBrowser;
  #background: Background;
  #profileId: string | null = null;

  constructor(browser: FakeBrowser, pool: UserPool) {
    this.pool = pool;
    this.clock = browser.clock;
    this.storage = browser.storage;
    this.netRules = browser.netRules;
    this.apiRequests = browser.apiRequests;
    this.signInWindow = browser.signInWindow;
    this.network = browser.network;
    this.calls = browser.calls;
    this.missingAccess = browser.missingAccess;
    this.#browser = browser;
    this.#background = browser.startWorker();
  }

  /** Epoch ms of the alarm; null if none is set. */
  alarmMs(): number | null {
    return this.#browser.alarms.wakeMs;
  }

  /** Epoch ms of the alarm that repeats; null if it is not set. */
  guardMs(): number | null {
    return this.#browser.alarms.nextGuardMs;
  }

  /** Puts the clock forward to the alarm, which goes off and is used up. */
  async fireAlarm(): Promise<void> {
    this.loseAlarm();
    await this.#background.lifecycle.attend();
  }

  /** The same with a worker that is killed before it does anything. */
  loseAlarm(): void {
    const { alarms } = this.#browser;
    if (alarms.wakeMs === null) throw new Error('no alarm is set');
    this.clock.nowMs = Math.max(alarms.wakeMs, this.clock.nowMs);
    alarms.wakeMs = null;
  }

  /** Puts the clock forward to the alarm that repeats, which wakes a worker where none runs. */
  async fireGuard(): Promise<void> {
    const { alarms } = this.#browser;
    if (alarms.nextGuardMs === null) throw new Error('no alarm repeats');
    this.clock.nowMs = Math.max(alarms.nextGuardMs, this.clock.nowMs);
    alarms.nextGuardMs = this.clock.nowMs + alarms.guardPeriodMs;
    await this.#background.lifecycle.attend();
  }

  badge(): BadgeState {
    return this.#browser.badge;
  }

  /** How often the pages were told of a change. */
  announcements(): number {
    return this.#browser.announcements;
  }

  /** Whether the background hears of tabs. */
  watchesTabs(): boolean {
    return this.#browser.watchesTabs;
  }

  /** After how many seconds without the user the browser says so. */
  idleSeconds(): number {
    return this.#browser.idleSeconds;
  }

  /** The browser says that the user has come or gone. */
  changeIdle(state: IdleState): Promise<void> {
    return this.#background.onIdleChange(state);
  }

  /** The worker as it runs now. */
  lifecycle(): Lifecycle {
    return this.#background.lifecycle;
  }

  /** Gives the worker a successor that knows only what is stored, before anything has run in it. */
  becomeSuccessor(): void {
    this.#background = this.#browser.startWorker();
  }

  /** The same with a successor that has started. */
  async restart(): Promise<void> {
    this.becomeSuccessor();
    await this.#background.start();
  }

  /** Ends the browser and starts it again: only what lies on disk is left. */
  async restartBrowser(): Promise<void> {
    this.#browser.endSession();
    await this.restart();
  }

  /** The browser tells that access was given or taken away. */
  changeAccess(): Promise<void> {
    return this.#background.accessChanged();
  }

  /** A tab goes to a URL, as far as the background may see it. */
  navigateTab(tabId: number, url: string): Promise<void> {
    return this.#background.onNavigation(tabId, url, null);
  }

  /** A tab goes to a URL that the hold page then stands for, as the browser tells of it. */
  async holdTab(
    tabId: number,
    url: string,
    transition: string,
    initiator: string | null = null,
  ): Promise<void> {
    this.#background.onNavigationBegun(tabId, url);
    await this.#background.onNavigation(tabId, url, initiator);
    const { holdPageUrl } = this.netRules;
    this.#background.onNavigationRedirected(tabId, url, holdPageUrl + url, initiator);
    await this.#background.onNavigationCommitted(tabId, holdPageUrl + url, { transition, qualifiers: [] });
  }

  /** What a tab asks for is on its way. */
  sendFromTab(tabId: number, url: string): Promise<void> {
    return this.#background.onNavigationSent(tabId, url);
  }

  /** The page is there that a tab has asked for. */
  showInTab(tabId: number, url: string): Promise<void> {
    const cause = { transition: 'link', qualifiers: [] };
    return this.#background.onNavigationCommitted(tabId, url, cause);
  }

  closeTab(tabId: number): Promise<void> {
    return this.#background.onTabClosed(tabId);
  }

  /** Sends a message; one that names no profile is about the one that was shown last. */
  async send(message: unknown): Promise<Reply> {
    const isMessage = typeof message === 'object' && message !== null && !Array.isArray(message);
    const reply = await this.#background.answer(
      isMessage ? { profileId: this.#profileId, ...message } : message,
    );
    const value = reply.ok ? reply.value : null;
    if (typeof value === 'object' && value !== null && 'profileId' in value)
      this.#profileId = value.profileId;
    return reply;
  }

  /** Sends a request that is answered with the state. @throws Error if it is not */
  async stateAfter(request: OfShownProfile | Request): Promise<PopupState> {
    const reply = await this.send(request);
    if (!reply.ok) throw new Error(JSON.stringify(reply));
    return reply.value as PopupState;
  }

  /** Signs in by a form; by default alice, at an app client of her own. */
  signIn(form: ProfileForm = this.formFor()): Promise<PopupState> {
    return this.stateAfter({ type: 'signIn', form, credential: PASSWORD });
  }

  /** Signs alice in so that she stays so on this device, by default with a passphrase. */
  signInKept(
    overrides: Partial<ProfileForm> = {},
    settings: Partial<AppClientSettings> = {},
  ): Promise<PopupState> {
    const form = { ...this.formFor(settings), keepSignedIn: 'withPassphrase' as const, ...overrides };
    return this.stateAfter({ type: 'signIn', form, credential: PASSWORD, passphrase: PASSPHRASE });
  }

  /** Signs alice in so that each request has a token of its own. */
  signInForEveryRequest(overrides: Partial<ProfileForm> = {}): Promise<PopupState> {
    return this.signIn({ ...this.formFor(), fetchMode: 'everyRequest', ...overrides });
  }

  /** What the hold page is told to do. @throws Error if it is told nothing */
  async resume(url: string): Promise<HoldView> {
    const reply = await this.send({ type: 'resumeNavigation', url });
    if (!reply.ok) throw new Error(JSON.stringify(reply));
    return reply.value as HoldView;
  }

  /** Adds alice and an app client, and gives the form that signs her in. */
  formFor(settings?: Partial<AppClientSettings>, user?: Partial<NewUser>): ProfileForm {
    const { clientId } = this.pool.addClient(settings);
    this.pool.addUser({ username: 'alice', password: PASSWORD, ...user });
    const { userPoolId, endpoint } = this.pool;
    const apiHosts = 'api.example.com';
    return { ...EMPTY_FORM, userPoolId, clientId, apiHosts, username: 'alice', cognitoEndpoint: endpoint };
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
