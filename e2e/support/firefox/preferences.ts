/** Firefox preferences by name. */
export type Preferences = Readonly<Record<string, string | number | boolean>>;

// Marionette sets many more of this kind, but only once it runs; these are asked before.
const NO_TRAFFIC_OF_ITS_OWN: Preferences = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.newtabpage.enabled': false,
  'browser.region.network.url': '',
  'browser.safebrowsing.blockedURIs.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'datareporting.usage.uploadEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.blocklist.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.disablePrefetch': true,
  'network.http.speculative-parallel-limit': 0,
  'network.prefetch-next': false,
  'network.trr.mode': 5,
  'security.OCSP.enabled': 0,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': '',
};

const NO_PAGES_OF_ITS_OWN: Preferences = {
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'browser.tabs.warnOnClose': false,
  'datareporting.policy.dataSubmissionPolicyBypassNotification': true,
  'startup.homepage_welcome_url': 'about:blank',
  'termsofuse.bypassNotification': true,
};

const FOR_TESTS: Preferences = {
  // Firefox picks a free port and writes it into the profile.
  'marionette.port': 0,
  // Else a typed http: URL is asked for by https: first, and plain http is never seen.
  'dom.security.https_first': false,
  'dom.security.https_first_schemeless': false,
  // Its viewer would take the place of an answer in JSON.
  'devtools.jsonview.enabled': false,
  // No test server takes a WebSocket, and Firefox lets each next one to the same host wait for longer.
  'network.websocket.delay-failed-reconnects': false,
  // On a slow machine Firefox's own 30 s of idleness may pass at any place of a test: the background is suspended on demand.
  'extensions.background.idle.timeout': 3_600_000,
};

/** What a test's profile sets: a browser that is quiet, and can be driven. */
export const TEST_PREFERENCES: Preferences = {
  ...NO_TRAFFIC_OF_ITS_OWN,
  ...NO_PAGES_OF_ITS_OWN,
  ...FOR_TESTS,
};

/** Sends every request of the browser through a proxy on loopback, those to localhost too, and looks up no name. */
export function proxyPreferences(port: number): Preferences {
  return {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': port,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': port,
    'network.proxy.no_proxies_on': '',
    'network.proxy.allow_hijacking_localhost': true,
    'network.proxy.failover_direct': false,
    'network.dns.forceResolve': '127.0.0.1',
  };
}

/** The text of a profile's user.js. */
export function userJs(preferences: Preferences): string {
  return Object.entries(preferences)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}
