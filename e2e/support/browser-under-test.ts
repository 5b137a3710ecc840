import type { Page } from 'playwright';
import { generateSigningKeys, type SigningKeys } from '../user-pool/signing-keys';
import { startUserPool, type UserPool } from '../user-pool/start-user-pool';
import { launchChromium } from './chromium-extension';
import { launchFirefox } from './firefox/firefox-extension';
import { FirefoxPopup } from './firefox/firefox-popup';
import type { Route } from './firefox/mapping-proxy';
import { Popup } from './popup';
import { type RecordingSites, startRecordingSites } from './recording-sites';
import { makeTestBuild } from './test-build';
import { createTlsCertificate, type TlsCertificate } from './tls-certificate';

export type BrowserName = 'chromium' | 'firefox';

/** A function that is sent to a page as text: it stands alone, and what it takes and gives is JSON. */
export type PageFunction<Args extends readonly unknown[], Result> = (...args: Args) => Result;

interface Scriptable {
  /** Runs a function, or the source of one, in the page and waits for its promise. */
  evaluate<Args extends readonly unknown[], Result>(
    source: string | PageFunction<Args, Result>,
    ...args: Args
  ): Promise<Awaited<Result>>;
}

/** An ordinary browser tab. */
export interface Tab extends Scriptable {
  /** Goes there as if the user had typed it, until it has loaded. A page that cannot be had is no error. */
  goto(url: string): Promise<void>;
  url(): Promise<string>;
  /** Clicks the element that a CSS selector finds, as a user does. */
  click(selector: string): Promise<void>;
  close(): Promise<void>;
}

/** What a user can do in the popup, by the names that a screen reader says. Each waits until it can be done. */
export interface PopupDriver extends Scriptable {
  /** Fills fields by their labels, opening "More options" if one of them is in there. */
  fill(values: Readonly<Record<string, string>>): Promise<void>;
  press(buttonName: string): Promise<void>;
  toggle(switchName: string): Promise<void>;
  isOn(switchName: string): Promise<boolean>;
  waitForText(text: string): Promise<void>;
  waitForButton(name: string): Promise<void>;
  /** What the alerts say, once there is one. */
  alertText(): Promise<string>;
  fieldValue(label: string): Promise<string>;
  /** Presses "Copy token" and reads the clipboard. */
  copyToken(): Promise<string>;
  close(): Promise<void>;
}

/** A real browser with the extension in it, whichever it is. */
export interface BrowserUnderTest {
  readonly name: BrowserName;
  openTab(): Promise<Tab>;
  openPopup(): Promise<PopupDriver>;
  /** Ends the background as the browser does when it is idle. */
  killBackground(): Promise<void>;
  /** Runs a function in a page of the extension, opened for it. */
  evaluateInExtension: Scriptable['evaluate'];
  close(): Promise<void>;
}

/** A browser, the user pool it finds under Amazon's name, and every other host there is. */
export interface Environment {
  readonly pool: UserPool;
  readonly sites: RecordingSites;
  readonly browser: BrowserUnderTest;
  close(): Promise<void>;
}

export interface EnvironmentOptions {
  /** Match patterns that the user has allowed. */
  readonly grantedHosts: readonly string[];
  /** To share between environments, because making them takes time. */
  readonly tls?: TlsCertificate;
  readonly signingKeys?: SigningKeys;
}

/** Starts pool, sites and browser. All listen on free loopback ports and are reached under real names and ports. */
export async function startEnvironment(
  browserName: BrowserName,
  options: EnvironmentOptions,
): Promise<Environment> {
  const tls = options.tls ?? (await createTlsCertificate());
  const pool = await startUserPool({
    tls,
    signingKeys: options.signingKeys ?? (await generateSigningKeys()),
  });
  const sites = await startRecordingSites(tls);
  const start = { chromium: startChromiumUnderTest, firefox: startFirefoxUnderTest }[browserName];
  const browser = await start(pool, sites, options.grantedHosts);
  return {
    pool,
    sites,
    browser,
    close: async () => {
      await browser.close();
      await Promise.all([pool.close(), sites.close()]);
    },
  };
}

async function startFirefoxUnderTest(
  pool: UserPool,
  sites: RecordingSites,
  grantedHosts: readonly string[],
): Promise<BrowserUnderTest> {
  const extension = await launchFirefox({
    extensionFolder: 'dist/firefox',
    headless: true,
    route: routeTo(pool, sites),
    grantedHosts,
  });
  return {
    name: 'firefox',
    openTab: () => extension.openTab(),
    openPopup: () => FirefoxPopup.open(extension),
    killBackground: () => extension.suspendBackground(),
    evaluateInExtension: (source, ...args) => extension.evaluate(source, ...args),
    close: () => extension.close(),
  };
}

async function startChromiumUnderTest(
  pool: UserPool,
  sites: RecordingSites,
  grantedHosts: readonly string[],
): Promise<BrowserUnderTest> {
  const build = await makeTestBuild(grantedHosts);
  const extension = await launchChromium({
    extensionFolder: build.folder,
    headless: true,
    hostRules: hostRules(pool, sites),
  });
  return {
    name: 'chromium',
    openTab: async () => chromiumTab(await extension.context.newPage()),
    openPopup: async () => chromiumPopup(await Popup.open(extension)),
    killBackground: () => extension.killWorker(),
    evaluateInExtension: (source, ...args) =>
      extension.openPopup().then((page) => evaluateIn(page, source, args).finally(() => page.close())),
    close: async () => {
      await extension.close();
      await build.remove();
    },
  };
}

function cognitoHost(pool: UserPool): string {
  return `cognito-idp.${pool.region}.amazonaws.com`;
}

/** Leads the pool's names to the pool and every other name to the sites, as far as the port is the scheme's own. */
export function routeTo(pool: UserPool, sites: RecordingSites): Route {
  const poolHosts = [cognitoHost(pool), new URL(pool.loginDomain).host];
  return (host, port) => {
    if (port === 443) return poolHosts.includes(host) ? pool.port : sites.httpsPort;
    return port === 80 ? sites.httpPort : port;
  };
}

function hostRules(pool: UserPool, sites: RecordingSites): string {
  return [
    `MAP ${cognitoHost(pool)}:443 127.0.0.1:${pool.port}`,
    `MAP *:443 127.0.0.1:${sites.httpsPort}`,
    `MAP *:80 127.0.0.1:${sites.httpPort}`,
    'MAP * 127.0.0.1',
  ].join(', ');
}

function chromiumTab(page: Page): Tab {
  return {
    goto: (url) => goTo(page, url),
    evaluate: (source, ...args) => evaluateIn(page, source, args),
    url: async () => page.url(),
    click: (selector) => page.click(selector),
    close: () => page.close(),
  };
}

async function goTo(page: Page, url: string): Promise<void> {
  const failure = await page.goto(url).then(
    () => '',
    (error: Error) => error.message,
  );
  // The page was on its way to somewhere else, and has arrived now.
  if (failure.includes('interrupted by another navigation')) return goTo(page, url);
  if (failure && !failure.includes('net::ERR_')) throw new Error(failure);
}

function chromiumPopup(popup: Popup): PopupDriver {
  const { page } = popup;
  const shown = (text: string) => page.getByText(text).filter({ visible: true }).first();
  const switchNamed = (name: string) => page.getByRole('switch', { name, exact: true });
  return {
    fill: (values) => popup.fill(values),
    press: (name) => popup.button(name).click(),
    toggle: (name) => switchNamed(name).click(),
    isOn: (name) => switchNamed(name).isChecked(),
    waitForText: (text) => shown(text).waitFor(),
    waitForButton: (name) => popup.button(name).waitFor(),
    alertText: () => alertTextOf(popup),
    fieldValue: (label) => popup.field(label).inputValue(),
    copyToken: () => popup.copyToken(),
    evaluate: (source, ...args) => evaluateIn(page, source, args),
    close: () => page.close(),
  };
}

async function alertTextOf(popup: Popup): Promise<string> {
  return (await popup.alert.first().textContent()) ?? '';
}

// As text, so that a function and its source are taken alike; an expression needs no `eval`, which the popup forbids.
function evaluateIn<Args extends readonly unknown[], Result>(
  page: Page,
  source: string | PageFunction<Args, Result>,
  args: Args,
): Promise<Awaited<Result>> {
  return page.evaluate(`(${source})(...${JSON.stringify(args)})`);
}
