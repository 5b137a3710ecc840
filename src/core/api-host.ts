import { failure, type Result, success } from './result';

/** A place that may receive the token: one scheme, one host name, one port. */
export interface ApiHost {
  readonly scheme: 'https' | 'http';
  /** As `URL` writes it: lower case, punycode, IPv6 in brackets. */
  readonly hostname: string;
  /** Empty for the scheme's default port. */
  readonly port: string;
}

export type ApiHostProblem =
  | 'hostEmpty'
  | 'hostMalformed'
  | 'hostWildcard'
  | 'hostHasUserinfo'
  | 'hostHasPath'
  | 'hostSchemeUnsupported'
  | 'hostHttpNotLoopback'
  | 'hostIsCognito'
  | 'hostTrailingDot';

// URL lets through much that no host has, such as "+" or "(", and decodes "%2A" to a star.
const HOSTNAME = /^([a-z0-9._-]+|\[[0-9a-f:]+\])$/;

/**
 * Reads one API host, typed as `api.example.com`, `https://api.example.com:8443` or `http://localhost:3000`.
 * Without a scheme it is https, except for loopback names, where developers serve http.
 */
export function parseApiHost(text: string): Result<ApiHost, ApiHostProblem> {
  const typed = text.trim();
  if (typed === '') return failure('hostEmpty');
  if (typed.includes('*')) return failure('hostWildcard');
  const url = toUrl(typed);
  if (!url) return failure('hostMalformed');
  const problem = problemOf(url);
  if (problem) return failure(problem);
  return success({
    scheme: url.protocol === 'http:' ? 'http' : 'https',
    hostname: url.hostname,
    port: url.port,
  });
}

/** The origin, such as `https://api.example.com:8443`. */
export function originOf(host: ApiHost): string {
  return `${host.scheme}://${host.hostname}${host.port ? `:${host.port}` : ''}`;
}

/**
 * The match pattern to ask host access for. It names no port: Firefox never matches a pattern with one, so the
 * header rule pins the port instead. Source: MDN, "Match patterns in extension manifests".
 */
export function matchPatternOf(host: ApiHost): string {
  return `${host.scheme}://${host.hostname}/*`;
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

function problemOf(url: URL): ApiHostProblem | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'hostSchemeUnsupported';
  if (url.username || url.password) return 'hostHasUserinfo';
  if (url.pathname !== '/' || url.search || url.hash) return 'hostHasPath';
  if (url.hostname.includes('*')) return 'hostWildcard';
  if (!HOSTNAME.test(url.hostname)) return 'hostMalformed';
  if (url.hostname.endsWith('.')) return 'hostTrailingDot';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'hostHttpNotLoopback';
  if (isCognito(url.hostname)) return 'hostIsCognito';
  return null;
}

// A rule on these would put the token on the sign-in calls themselves.
function isCognito(hostname: string): boolean {
  if (/(^|\.)amazoncognito\.com$/.test(hostname)) return true;
  return /^(issuer-)?cognito-idp(-fips)?\.[a-z0-9-]+\.(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws)$/.test(
    hostname,
  );
}
