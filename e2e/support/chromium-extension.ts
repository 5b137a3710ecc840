import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { type ChromiumArguments, chromiumArguments } from './chromium-arguments';
import { ensureChromium } from './find-chromium';
import { stopWorker } from './service-workers';
import { temporaryFolder } from './temporary-folder';
import { waitUntil } from './wait-until';

/** A running Chromium with the extension in it. */
export interface ChromiumExtension {
  readonly context: BrowserContext;
  /** `chrome-extension://ID` */
  readonly origin: string;
  /** The browser's profile on disk. */
  readonly profileFolder: string;
  /** Opens an ordinary page, beside the others, not over them. */
  openTab(): Promise<Page>;
  /** Opens the popup's page beside the others; closing that page is closing the popup. */
  openPopup(): Promise<Page>;
  /** Ends the worker as the browser does when it is idle. */
  killWorker(): Promise<void>;
  /** Loads the extension anew from its folder, as after an update. */
  reload(): Promise<void>;
  /** Closes the browser and starts it again with the same profile. Close what this gives, too. */
  restart(): Promise<ChromiumExtension>;
  close(): Promise<void>;
}

export interface LaunchOptions extends ChromiumArguments {
  readonly headless: boolean;
  readonly colorScheme?: 'light' | 'dark';
  /** What differs from our own environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A profile to keep from one start to the next; without it the profile is new and is deleted at the end. */
  readonly profileFolder?: string;
}

/** Starts Chromium with an unpacked extension. */
export async function launchChromium(options: LaunchOptions): Promise<ChromiumExtension> {
  const profileFolder = options.profileFolder ?? (await temporaryFolder('tokenbearer-profile-'));
  await switchOnDeveloperMode(profileFolder);
  const context = await chromium.launchPersistentContext(profileFolder, {
    executablePath: ensureChromium(),
    headless: options.headless,
    viewport: options.headless ? { width: 1000, height: 700 } : null,
    colorScheme: options.colorScheme ?? 'light',
    ignoreDefaultArgs: ['--disable-extensions'],
    args: chromiumArguments(options),
    ...(options.environment && { env: { ...process.env, ...options.environment } }),
  });
  const origin = await extensionOrigin(context);
  return {
    context,
    origin,
    profileFolder,
    openTab: () => newWindow(context),
    openPopup: () => openPopup(context, origin),
    killWorker: () => stopWorker(context, origin),
    reload: () => reloadExtension(context, origin),
    restart: async () => {
      await context.close();
      return launchChromium({ ...options, profileFolder });
    },
    close: async () => {
      await context.close();
      if (options.profileFolder) return;
      await rm(profileFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function openPopup(context: BrowserContext, origin: string): Promise<Page> {
  const page = await newWindow(context);
  await page.setViewportSize({ width: 380, height: 600 });
  await page.goto(`${origin}/src/popup/popup.html`);
  return page;
}

/** A page in a window of its own, since the browser slows down what lies behind another tab. */
async function newWindow(context: BrowserContext): Promise<Page> {
  const cdp = await context.browser()?.newBrowserCDPSession();
  if (!cdp) throw new Error('no way to talk to the browser');
  // Its own address tells it from other pages that open meanwhile.
  const url = `about:blank#${randomUUID()}`;
  const opened = context.waitForEvent('page', { predicate: (page) => page.url() === url });
  await cdp.send('Target.createTarget', { url, newWindow: true });
  await cdp.detach();
  return opened;
}

// Without it Chromium disables an unpacked extension that reloads itself.
async function switchOnDeveloperMode(profileFolder: string): Promise<void> {
  const path = join(profileFolder, 'Default', 'Preferences');
  if (existsSync(path)) return;
  await mkdir(join(profileFolder, 'Default'), { recursive: true });
  await writeFile(path, JSON.stringify({ extensions: { ui: { developer_mode: true } } }));
}

async function reloadExtension(context: BrowserContext, origin: string): Promise<void> {
  // It runs no script, so that nothing but the reload itself starts the worker.
  const harmless = `${origin}/manifest.json`;
  const page = await context.newPage();
  await page.goto(`${origin}/src/popup/popup.html`);
  // The page is gone with the extension it belongs to, before it can answer.
  const gone = page.waitForEvent('close');
  await page.evaluate(() => chrome.runtime.reload()).catch(() => undefined);
  await gone;
  const next = await context.newPage();
  const isBack = () =>
    next.goto(harmless).then(
      () => true,
      () => false,
    );
  await waitUntil('the extension loaded anew', isBack);
  await next.close();
}

async function extensionOrigin(context: BrowserContext): Promise<string> {
  const worker = await waitUntil('the background worker', () => context.serviceWorkers()[0]);
  // Not URL.origin: Node calls it opaque for schemes that it does not know.
  return `chrome-extension://${new URL(worker.url()).host}`;
}
