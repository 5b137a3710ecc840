import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { PageFunction } from '../browser-under-test';
import { waitUntil } from '../wait-until';
import { type FirefoxProcess, startFirefox } from './firefox-process';
import { FirefoxSession } from './firefox-session';
import { FirefoxTab } from './firefox-tab';
import { type MappingProxy, type Route, startMappingProxy } from './mapping-proxy';
import { proxyPreferences, TEST_PREFERENCES } from './preferences';

const POPUP = 'src/popup/popup.html';

export interface FirefoxOptions {
  /** A build for Firefox, unpacked. */
  readonly extensionFolder: string;
  readonly headless: boolean;
  /** Where each host and port is led to; nothing is looked up. */
  readonly route: Route;
  /** Match patterns that the user has allowed. */
  readonly grantedHosts?: readonly string[];
  /** Of the optional permissions, those that the user has given. */
  readonly grantedPermissions?: readonly string[];
}

/** Starts Firefox with an unpacked extension, in a new profile that is deleted at the end. */
export async function launchFirefox(options: FirefoxOptions): Promise<FirefoxExtension> {
  const manifest = JSON.parse(await readFile(join(options.extensionFolder, 'manifest.json'), 'utf8'));
  const id: string = manifest.browser_specific_settings.gecko.id;
  const uuid = randomUUID();
  const proxy = await startMappingProxy(options.route);
  const preferences = {
    ...TEST_PREFERENCES,
    ...proxyPreferences(proxy.port),
    // Else the origin of the extension's pages is random, and told to nobody.
    'extensions.webextensions.uuids': JSON.stringify({ [id]: uuid }),
  };
  const running = await startFirefox(preferences, options.headless);
  try {
    const session = await FirefoxSession.begin(running.port);
    const extension = new FirefoxExtension(id, `moz-extension://${uuid}`, { running, session, proxy });
    await extension.install(options.extensionFolder);
    await extension.grant(options.grantedHosts ?? [], options.grantedPermissions);
    return extension;
  } catch (error) {
    await running.end();
    throw error;
  }
}

interface FirefoxParts {
  readonly running: FirefoxProcess;
  readonly session: FirefoxSession;
  readonly proxy: MappingProxy;
}

/** A running Firefox with the extension in it. */
export class FirefoxExtension {
  readonly id: string;
  /** `moz-extension://UUID` */
  readonly origin: string;
  readonly session: FirefoxSession;
  readonly #running: FirefoxProcess;
  readonly #proxy: MappingProxy;

  constructor(id: string, origin: string, { running, session, proxy }: FirefoxParts) {
    this.id = id;
    this.origin = origin;
    this.session = session;
    this.#running = running;
    this.#proxy = proxy;
  }

  /** The browser's profile on disk. */
  get profileFolder(): string {
    return this.#running.profileFolder;
  }

  /** Each `host:port` that Firefox has asked for so far, for whatever reason. */
  get asked(): ReadonlySet<string> {
    return this.#proxy.asked;
  }

  openTab(): Promise<FirefoxTab> {
    return FirefoxTab.open(this.session);
  }

  /** Opens the popup's page in a tab; closing that tab is closing the popup. */
  openPopup(): Promise<FirefoxTab> {
    return FirefoxTab.openTrusted(this.session, `${this.origin}/${POPUP}`);
  }

  /** Runs a function in a page of the extension, opened for it. */
  async evaluate<Args extends readonly unknown[], Result>(
    source: string | PageFunction<Args, Result>,
    ...args: Args
  ): Promise<Awaited<Result>> {
    const page = await this.openPopup();
    try {
      return await page.evaluate(source, ...args);
    } finally {
      await page.close();
    }
  }

  /** Installs it as about:debugging does, until the browser ends, or loads it anew from its folder. */
  async install(folder: string): Promise<void> {
    const addon = { path: resolve(folder), temporary: true };
    await this.session.run((command) => command('Addon:Install', addon));
    await waitUntil('a running background', async () => (await this.backgroundState()) === 'running');
  }

  async uninstall(): Promise<void> {
    await this.session.run((command) => command('Addon:Uninstall', { id: this.id }));
  }

  /** Switches the extension off or on, as the switch in about:addons does. */
  async setEnabled(isEnabled: boolean): Promise<void> {
    await this.session.inChrome(SET_ENABLED, this.id, isEnabled);
  }

  /** Grants access to hosts, and permissions, as if the user had pressed "Allow". The extension is told, as it would be then. */
  async grant(origins: readonly string[], permissions: readonly string[] = []): Promise<void> {
    await this.session.inChrome(GRANT, this.id, origins, permissions);
  }

  /** Waits until Firefox asks the user for access, and presses "Allow". */
  async allowAccess(): Promise<void> {
    await waitUntil('the question for access', () => this.session.inChrome<boolean>(ALLOW));
  }

  /** `starting`, `running`, `suspending` or `stopped`; null where it is not installed. */
  backgroundState(): Promise<string | null> {
    return this.session.inChrome<string | null>(BACKGROUND_STATE, this.id);
  }

  /** Sets when Firefox suspends an idle background, in ms, from its next start on. */
  async setIdleTimeout(idleTimeoutMs: number): Promise<void> {
    await this.session.inChrome(SET_IDLE_TIMEOUT, idleTimeoutMs);
  }

  /**
   * Suspends the background by the very call that Firefox makes when it has been idle for long enough. Whether an event
   * has started it again by then makes no difference.
   */
  async suspendBackground(): Promise<void> {
    // Firefox puts it off once while a listener has not answered yet.
    await waitUntil('a suspended background', () => this.session.inChrome<boolean>(SUSPEND, this.id));
  }

  /** The text on the clipboard. */
  clipboardText(): Promise<string> {
    return this.session.inChrome<string>(CLIPBOARD_TEXT);
  }

  async close(): Promise<void> {
    this.session.end();
    await this.#running.end();
    await this.#proxy.close();
  }
}

// What follows runs in Firefox's own interface: bodies of async functions, with their arguments in `arguments`.

const BACKGROUND_STATE = `
  return WebExtensionPolicy.getByID(arguments[0])?.extension.backgroundState ?? null;
`;

// What is starting has been stopped before.
const SUSPEND = `
  const { extension } = WebExtensionPolicy.getByID(arguments[0]);
  if (extension.backgroundState === 'running') await extension.terminateBackground();
  return ['stopped', 'starting'].includes(extension.backgroundState);
`;

const SET_IDLE_TIMEOUT = `
  Services.prefs.setIntPref('extensions.background.idle.timeout', arguments[0]);
`;

const SET_ENABLED = `
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const addon = await AddonManager.getAddonByID(arguments[0]);
  await (arguments[1] ? addon.enable() : addon.disable());
`;

const GRANT = `
  const { ExtensionPermissions } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionPermissions.sys.mjs',
  );
  const { extension } = WebExtensionPolicy.getByID(arguments[0]);
  const permissions = { permissions: arguments[2], origins: arguments[1], data_collection: [] };
  await ExtensionPermissions.add(extension.id, permissions, extension);
`;

// The panel is open before its button takes clicks: only a question that is gone has been answered.
const ALLOW = `
  const { gBrowser, PopupNotifications } = Services.wm.getMostRecentWindow('navigator:browser');
  const question = () =>
    PopupNotifications.getNotification('addon-webext-permissions', gBrowser.selectedBrowser);
  if (!question() || PopupNotifications.panel.state !== 'open') return false;
  PopupNotifications.panel.querySelector('popupnotification').button.click();
  return question() === null;
`;

const CLIPBOARD_TEXT = `
  const window = Services.wm.getMostRecentWindow('navigator:browser');
  return window.navigator.clipboard.readText();
`;
