import { type ApiHost, authorityOf, hostText } from '../profile/api-host';

/** The part of a rule's condition that says which URLs it is about. */
export interface HostFilter {
  readonly urlFilter?: string;
  readonly regexFilter?: string;
  /** Only a path may be written in capitals, and there they count. */
  readonly isUrlFilterCaseSensitive: true;
}

/**
 * Pins scheme, host, port and beginning of the path. `requestDomains` would match sub-domains, plain http and any
 * port. Where the host is exact, an anchored filter does it: `|` is the start of the URL, and the slash ends its
 * authority. A wildcard or a path needs a regular expression, of which Chromium takes no more than 1,000, within RE2.
 */
export function hostFilter(host: ApiHost): HostFilter {
  if (!host.isWildcard && host.pathPrefix === '/') return filterOf({ urlFilter: `|${hostText(host)}/` });
  const end = host.pathPrefix.endsWith('/') ? '' : '(?:[/?#]|$)';
  return filterOf({ regexFilter: beginning(host) + end });
}

/** The same for WebSockets, which Chromium matches by a URL of their own and Firefox by the http one. */
export function socketFilter(host: ApiHost): HostFilter {
  const { urlFilter, regexFilter } = hostFilter(host);
  return urlFilter === undefined
    ? filterOf({ regexFilter: `${regexFilter}`.replace('^http', '^ws') })
    : filterOf({ urlFilter: urlFilter.replace('|http', '|ws') });
}

/** The URLs at the host, from beginning to end, as a regular expression that RE2 and JavaScript read alike. */
export function wholeUrlPattern(host: ApiHost): string {
  const rest = host.pathPrefix.endsWith('/') ? '.*' : '(?:[/?#].*)?';
  return `${beginning(host)}${rest}$`;
}

function beginning(host: ApiHost): string {
  const subdomains = host.isWildcard ? '(?:[^/:@?#]+\\.)?' : '';
  return `^${host.scheme}://${subdomains}${escaped(authorityOf(host) + host.pathPrefix)}`;
}

function filterOf(filter: { urlFilter: string } | { regexFilter: string }): HostFilter {
  return { ...filter, isUrlFilterCaseSensitive: true };
}

function escaped(text: string): string {
  return text.replace(/[.[\]()+$?*^|\\{}]/g, '\\$&');
}
