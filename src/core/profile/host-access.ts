/** What the browser lets the extension act on. */
export interface HostAccess {
  /** Match patterns that the user has granted. */
  readonly granted: readonly string[];
  /** Whether WebSockets need access to their own scheme: in Chromium, not in Firefox. */
  readonly socketTwins: boolean;
  /** Whether a name with a dot at its end is the same name: in Chromium, not in Firefox; not where it is not said. */
  readonly dottedNames?: boolean;
  /** Whether it may see which addresses tabs go to; not where it is not said. */
  readonly navigations?: boolean;
}

/**
 * Whether all that a match pattern names is granted, WebSockets included.
 * @param pattern `scheme://host/*` or `scheme://*.host/*`
 */
export function isGranted(access: HostAccess, pattern: string): boolean {
  const twin = pattern.replace(/^http/, 'ws');
  return [pattern, ...(access.socketTwins ? [twin] : [])].every((needed) => isCovered(access, needed));
}

/** Whether all that a match pattern names is granted, whatever may be of WebSockets. */
export function isAccessible(access: HostAccess, pattern: string): boolean {
  return isCovered(access, pattern);
}

/** Those of the match patterns that are not granted. */
export function missingAccess(access: HostAccess, patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !isGranted(access, pattern));
}

/** Whether the extension may act on requests to this URL, or on those that a page at this URL makes. */
export function isReachable(access: HostAccess, { protocol, hostname }: URL): boolean {
  const scheme = access.socketTwins ? protocol : protocol.replace(/^ws/, 'http');
  return isCovered(access, `${scheme}//${hostname}/`);
}

// Browsers do not look at the path of a host permission, and a pattern with a port is not for the whole host.
// Source: MDN, "Match patterns in extension manifests".
const GRANTED = /^(\*|[a-z]+):\/\/(\*|(?:\*\.)?[^/:*[\]]+|\[[^/[\]]+\])(?::\*)?\//;
const NEEDED = /^((?:http|ws)s?):\/\/(.+?)\//;

function isCovered({ granted }: HostAccess, needed: string): boolean {
  const [, scheme = '', host] = NEEDED.exec(needed) ?? [];
  return host !== undefined && granted.some((pattern) => covers(pattern, scheme, host));
}

function covers(pattern: string, scheme: string, host: string): boolean {
  if (pattern === '<all_urls>') return true;
  const [, schemes, hosts = ''] = GRANTED.exec(pattern) ?? [];
  // In Chromium, the one browser where it matters, the star is no WebSocket's scheme.
  if (schemes !== scheme && !(schemes === '*' && scheme.startsWith('http'))) return false;
  if (hosts === '*' || hosts === host) return true;
  return hosts.startsWith('*.') && `.${host.replace('*.', '')}`.endsWith(hosts.slice(1));
}
