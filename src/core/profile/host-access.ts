/** What the browser lets the extension act on. */
export interface HostAccess {
  /** Match patterns that the user has granted. */
  readonly granted: readonly string[];
  /** Whether WebSockets need access to their own scheme: in Chromium, not in Firefox. */
  readonly socketTwins: boolean;
}

/**
 * Whether all that a match pattern names is granted, WebSockets included.
 * @param pattern `scheme://host/*` or `scheme://*.host/*`
 */
export function isGranted(access: HostAccess, pattern: string): boolean {
  const twin = pattern.replace(/^http/, 'ws');
  return [pattern, ...(access.socketTwins ? [twin] : [])].every((needed) => isCovered(access, needed));
}

/** Those of the match patterns that are not granted. */
export function missingAccess(access: HostAccess, patterns: readonly string[]): readonly string[] {
  return patterns.filter((pattern) => !isGranted(access, pattern));
}

/** Whether the extension may act on requests to this URL, or on those that a page at this URL makes. */
export function isReachable(access: HostAccess, { protocol, hostname }: URL): boolean {
  const scheme = access.socketTwins ? protocol : protocol.replace(/^ws/, 'http');
  return isCovered(access, `${scheme}//${hostname}/*`);
}

interface Pattern {
  readonly schemes: readonly string[];
  /** Null for every host. */
  readonly hostname: string | null;
  readonly isWildcard: boolean;
}

const ALL_SCHEMES = ['http', 'https', 'ws', 'wss'];
// Browsers do not look at the path of a host permission, and a pattern with a port is not for the whole host.
// Source: MDN, "Match patterns in extension manifests".
const PATTERN = /^(\*|[a-z]+):\/\/(\*|(?:\*\.)?[^/:*[\]]+|\[[^/[\]]+\])(?::\*)?\//;

function isCovered({ granted }: HostAccess, needed: string): boolean {
  const wanted = patternOf(needed);
  return wanted !== null && granted.some((each) => covers(patternOf(each), wanted));
}

function covers(wide: Pattern | null, narrow: Pattern): boolean {
  if (!wide || !narrow.schemes.every((scheme) => wide.schemes.includes(scheme))) return false;
  if (wide.hostname === null) return true;
  if (narrow.hostname === null) return false;
  if (wide.hostname === narrow.hostname) return wide.isWildcard || !narrow.isWildcard;
  return wide.isWildcard && narrow.hostname.endsWith(`.${wide.hostname}`);
}

function patternOf(text: string): Pattern | null {
  if (text === '<all_urls>') return { schemes: ALL_SCHEMES, hostname: null, isWildcard: true };
  const [, scheme, host] = PATTERN.exec(text) ?? [];
  if (scheme === undefined || host === undefined) return null;
  return {
    // In Chromium, the one browser where it matters, the star is no WebSocket's scheme.
    schemes: scheme === '*' ? ['http', 'https'] : [scheme],
    hostname: host === '*' ? null : host.replace(/^\*\./, ''),
    isWildcard: host.startsWith('*'),
  };
}
