import type { Page } from 'playwright';
import type { BrowserUnderTest, PageFunction, PopupDriver, Tab } from './browser-under-test';
import { launchChromium } from './chromium-extension';
import { Popup } from './popup';
import { makeTestBuild } from './test-build';

const LONGEST_AFTER_ANOTHER_MS = 5_000;

/** Starts Chromium with the shipped build in it. */
export async function startChromiumUnderTest(
  hostRules: string,
  grantedHosts: readonly string[],
  permissions: readonly string[],
): Promise<BrowserUnderTest> {
  const build = await makeTestBuild(grantedHosts, permissions);
  const extension = await launchChromium({ extensionFolder: build.folder, headless: true, hostRules });
  return {
    name: 'chromium',
    openTab: async () => chromiumTab(await extension.openTab()),
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

function chromiumTab(page: Page): Tab {
  return {
    goto: (url) => goTo(page, url),
    // For Chromium all that is not begun by a page was typed.
    enter: (url) => goTo(page, url),
    evaluate: (source, ...args) => evaluateIn(page, source, args),
    url: async () => page.url(),
    click: (selector) => page.click(selector),
    others: async () => {
      const all = page.context().pages();
      return all.filter((each) => each !== page).map(chromiumTab);
    },
    close: () => page.close(),
  };
}

async function goTo(page: Page, url: string): Promise<void> {
  const failure = await page.goto(url).then(
    () => '',
    (error: Error) => error.message,
  );
  if (failure.includes('interrupted by another navigation')) return afterAnother(page, url);
  if (failure && !failure.includes('net::ERR_')) throw new Error(failure);
}

// The page was on its way to somewhere else, and has arrived now. As a rule ours goes on from there; to ask again
// before it is through would only interrupt ourselves.
async function afterAnother(page: Page, url: string): Promise<void> {
  const { href } = new URL(url);
  const hasArrived = await page
    .waitForURL((to) => to.href === href, { timeout: LONGEST_AFTER_ANOTHER_MS })
    .then(
      () => true,
      () => false,
    );
  if (!hasArrived) await goTo(page, url);
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
