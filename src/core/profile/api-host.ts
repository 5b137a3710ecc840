import { failure, type Result, success } from '../result';

/** A place that may receive the token: one scheme, one host name, one port, one beginning of the path. */
export interface ApiHost {
  readonly scheme: 'https' | 'http';
  /** As `URL` writes it: lower case, punycode, IPv6 in brackets. */
  readonly hostname: string;
  /** Whether the sub-domains of `hostname`, at any depth, are meant as well: typed as `*.example.com`. */
  readonly isWildcard: boolean;
  /** Empty for the scheme's default port. */
  readonly port: string;
  /** What the path has to be or to begin with, in whole segments: `/` for every path, or `/v1`. */
  readonly pathPrefix: string;
}

/** An origin whose pages may make the browser send the token. The browsers do not tell its ports apart. */
export type AllowedPage = ApiHost & { readonly isWildcard: false; readonly pathPrefix: '/' };

export type ApiHostProblem =
  | 'hostEmpty'
  | 'hostMalformed'
  | 'hostWildcard'
  | 'hostWildcardTooWide'
  | 'hostIsAws'
  | 'hostHasUserinfo'
  | 'hostHasQuery'
  | 'hostPathMalformed'
  | 'hostTooLong'
  | 'hostSchemeUnsupported'
  | 'hostHttpNotLoopback'
  | 'hostIsCognito'
  | 'hostTrailingDot'
  | 'pageWildcard'
  | 'pageHasPath';

/** More hosts than this in one list are refused: each costs rules, of which the browsers allow 5,000 in all. */
export const MAX_HOSTS = 50;

// URL lets through much that no host has, such as "+" or "(", and decodes "%2A" to a star.
const HOSTNAME = /^([a-z0-9._-]+|\[[0-9a-f:]+\])$/;

// A wildcard or a path needs a regular expression, of which Chromium takes none that needs more than 2 kB of memory. A
// beginning without a wildcard needs next to none of it (measured to 3,000 characters), but for the rest of the URL.
const MAX_WILDCARD_LENGTH = 80;
const MAX_PATH_LENGTH = 600;
const PATH = /^\/[\w./~%@:!$&'()+,;=-]*$/;
const WILDCARD = '*.';

/**
 * Reads one API host, typed as `api.example.com`, `https://api.example.com:8443/v1`, `*.example.com` or
 * `http://localhost:3000`. Without a scheme it is https, except for loopback names, where developers serve http.
 */
export function parseApiHost(text: string): Result<ApiHost, ApiHostProblem> {
  const typed = text.trim();
  if (typed === '') return failure('hostEmpty');
  const isWildcard = typed.replace(/^[a-z]+:\/\//i, '').startsWith(WILDCARD);
  const name = isWildcard ? typed.replace(WILDCARD, '') : typed;
  // URL reads a backslash as a slash, so that "evil.com\\@api.example.com" would be a path at evil.com.
  const url = name.includes('\\') ? null : toUrl(name);
  // The star of a wildcard is taken off by now; any other has no meaning.
  if (!url) return failure(name.includes('*') ? 'hostWildcard' : 'hostMalformed');
  const problem = urlProblem(url, isWildcard) ?? (isWildcard ? wildcardProblem(url.hostname) : null);
  if (problem) return failure(problem);
  return success({
    scheme: url.protocol === 'http:' ? 'http' : 'https',
    hostname: url.hostname,
    isWildcard,
    port: url.port,
    pathPrefix: url.pathname,
  });
}

/** Reads one allowed page: an origin, as for an API host, without a wildcard and without a path. */
export function parseAllowedPage(text: string): Result<AllowedPage, ApiHostProblem> {
  const page = parseApiHost(text);
  if (!page.ok) return page;
  if (page.value.isWildcard) return failure('pageWildcard');
  if (page.value.pathPrefix !== '/') return failure('pageHasPath');
  return success({ ...page.value, isWildcard: false, pathPrefix: '/' });
}

/** The host as a user would type it, in one spelling: `https://*.example.com:8443/v1`. */
export function hostText(host: ApiHost): string {
  const path = host.pathPrefix === '/' ? '' : host.pathPrefix;
  return `${host.scheme}://${host.isWildcard ? WILDCARD : ''}${authorityOf(host)}${path}`;
}

/** The host as `parseApiHost` reads it without a scheme, where it can do without. */
export function shortText(host: ApiHost): string {
  const isDefault = (host.scheme === 'http') === isLoopback(host.hostname);
  const withoutScheme = hostText(host).replace(/^https?:\/\//, '');
  return isDefault && !withoutScheme.includes('://') ? withoutScheme : hostText(host);
}

/** The name and, unless it is the scheme's own, the port. */
export function authorityOf(host: ApiHost): string {
  return host.port ? `${host.hostname}:${host.port}` : host.hostname;
}

/**
 * The match pattern to ask host access for. It names no port: Firefox never matches a pattern with one, so the
 * header rule pins the port instead. Source: MDN, "Match patterns in extension manifests".
 */
export function matchPatternOf(host: ApiHost): string {
  return `${host.scheme}://${host.isWildcard ? WILDCARD : ''}${host.hostname}/*`;
}

/** Whether a URL lies at this host: same scheme (or its WebSocket twin), name, port and beginning of the path. */
export function coversUrl(host: ApiHost, url: URL): boolean {
  const scheme = url.protocol.replace(/^ws(s?):$/, 'http$1:');
  if (scheme !== `${host.scheme}:` || url.port !== host.port || url.username || url.password) return false;
  return coversName(host, url.hostname) && coversPath(host.pathPrefix, url.pathname);
}

/** Whether a host name is this host's own or, for a wildcard, one below it. */
export function coversName({ hostname, isWildcard }: ApiHost, name: string): boolean {
  // URL lets a name begin with a dot, where no label stands before it.
  return (
    name === hostname || (isWildcard && name.endsWith(`.${hostname}`) && name.length > hostname.length + 1)
  );
}

function coversPath(prefix: string, path: string): boolean {
  if (!path.startsWith(prefix)) return false;
  return prefix.endsWith('/') || path.length === prefix.length || path[prefix.length] === '/';
}

/**
 * Whether a host name always means this machine: `localhost` and below (RFC 6761 section 6.3), 127.0.0.1, ::1.
 * The rest of 127.0.0.0/8 is left out, because no match pattern in the manifest can name it.
 * @param hostname as `URL.hostname` gives it
 */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}

function toUrl(typed: string): URL | null {
  // "localhost:3000" would parse as the scheme "localhost:", so only "://" counts as a scheme here.
  if (typed.includes('://')) return URL.canParse(typed) ? new URL(typed) : null;
  if (!URL.canParse(`https://${typed}`)) return null;
  const asHttps = new URL(`https://${typed}`);
  return isLoopback(asHttps.hostname) ? new URL(`http://${typed}`) : asHttps;
}

function urlProblem(url: URL, isWildcard: boolean): ApiHostProblem | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'hostSchemeUnsupported';
  if (url.username || url.password) return 'hostHasUserinfo';
  if (url.search || url.hash) return 'hostHasQuery';
  if (url.hostname.includes('*')) return 'hostWildcard';
  if (!PATH.test(url.pathname)) return 'hostPathMalformed';
  if (!HOSTNAME.test(url.hostname)) return 'hostMalformed';
  if (url.hostname.endsWith('.')) return 'hostTrailingDot';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'hostHttpNotLoopback';
  if (isCognito(url.hostname)) return 'hostIsCognito';
  return isTooLong(url, isWildcard) ? 'hostTooLong' : null;
}

function isTooLong({ host, pathname }: URL, isWildcard: boolean): boolean {
  return host.length + pathname.length > (isWildcard ? MAX_WILDCARD_LENGTH : MAX_PATH_LENGTH);
}

// The names that strangers share (`*.co.uk`, `*.github.io`) are a list of 100 kB, which the form loads as soon as somebody
// types a star, and the worker has with it: `shared-names.ts`. What needs no list is refused here.
function wildcardProblem(hostname: string): ApiHostProblem | null {
  if (/(^|\.)(amazonaws\.(com|com\.cn|eu)|api\.aws)$/.test(hostname)) return 'hostIsAws';
  const isName = /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(hostname) && !/^[\d.]+$/.test(hostname);
  return isName ? null : 'hostWildcardTooWide';
}

// A rule on these would put the token on the sign-in calls themselves.
function isCognito(hostname: string): boolean {
  if (/(^|\.)(amazoncognito\.com|auth\.cognito-idp\.[a-z0-9-]+\.on\.amazonwebservices\.eu)$/.test(hostname))
    return true;
  return /^(issuer-)?cognito-idp(-fips)?\.[a-z0-9-]+\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws)$/.test(
    hostname,
  );
}
