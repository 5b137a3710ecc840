import type { ApiHost } from '../profile/api-host';
import type { FieldProblem } from '../profile/form-problem';
import { ALSO_SHARED } from './also-shared';
import { SUFFIX_LIST } from './suffix-list';

/** Whether the star of an API host takes in names that strangers have, or can get: it would send them the token. */
export function takesInStrangers({
  isWildcard,
  hostname,
}: Pick<ApiHost, 'isWildcard' | 'hostname'>): boolean {
  return (
    isWildcard && (isInSuffixList(hostname) || ALSO_SHARED.some((shared) => isAtOrAbove(hostname, shared)))
  );
}

/** What keeps API hosts from being saved: the first whose star takes in strangers. */
export function sharedNameProblems(apiHosts: readonly ApiHost[]): readonly FieldProblem[] {
  const refused = apiHosts.find(takesInStrangers);
  return refused ? [{ field: 'apiHosts', code: 'hostPublicSuffix', quoted: `*.${refused.hostname}` }] : [];
}

/**
 * Whether a name is a public suffix (`github.io`) or lies above one (`eu-central-1.on.aws`, above
 * `lambda-url.eu-central-1.on.aws`). Names of one label are not looked up: no star is taken there anyway.
 * @param hostname as `URL` writes it
 */
export function isInSuffixList(hostname: string): boolean {
  const [label = '', ...rest] = hostname.split('.');
  const line = `\n${rest.join('.')}:`;
  const start = SUFFIX_LIST.indexOf(line) + line.length;
  if (start < line.length) return false;
  const labels = SUFFIX_LIST.slice(start, SUFFIX_LIST.indexOf('\n', start)).split(' ');
  return labels.includes(label) || (labels.includes('*') && !labels.includes(`!${label}`));
}

function isAtOrAbove(hostname: string, shared: string): boolean {
  const labels = hostname.split('.').reverse();
  const pattern = shared.split('.').reverse();
  return (
    labels.length <= pattern.length && labels.every((label, at) => ['*', label].includes(pattern[at] ?? ''))
  );
}
