export interface ChromiumArguments {
  readonly extensionFolder: string;
  /** Value of --host-resolver-rules; names that are not mapped are looked up as usual. */
  readonly hostRules?: string;
}

/** What Playwright switches off by itself. Only the last --disable-features counts, so ours has to name them again. */
const OFF_IN_PLAYWRIGHT = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
];

/** Pages of the browser itself, for its address bar, which each window loads: more work than most of our tests. */
const ADDRESS_BAR_PAGES = [
  'PreloadTopChromeWebUI',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
];

/** The command line, beside Playwright's own, of a Chromium that runs one unpacked extension. */
export function chromiumArguments({ extensionFolder, hostRules }: ChromiumArguments): string[] {
  return [
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    `--disable-features=${[...OFF_IN_PLAYWRIGHT, ...ADDRESS_BAR_PAGES].join(',')}`,
    `--disable-extensions-except=${extensionFolder}`,
    `--load-extension=${extensionFolder}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(hostRules ? [`--host-resolver-rules=${hostRules}`, '--ignore-certificate-errors'] : []),
  ];
}
