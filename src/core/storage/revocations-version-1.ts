import { isRecord } from '../guards';

/** Version 1 held the profile as it was in memory, with its pool and its hosts in parts. */
export function revocationsOfVersion1(value: unknown): unknown {
  return Array.isArray(value) ? value.map(revocationOf) : null;
}

// The first builds gave back refresh tokens alone, of one way of renewal, and named none of them.
function revocationOf(value: unknown, at: number): unknown {
  if (!isRecord(value)) return value;
  const profile = isRecord(value.profile) ? profileOf(value.profile) : null;
  return { id: `earlier-${at}`, renewal: 'userPoolApi', everywhereBy: null, ...value, profile };
}

function profileOf({
  pool,
  apiHosts,
  allowedPages,
  scopes = {},
  ...others
}: Record<string, unknown>): unknown {
  return {
    ...{ hostScopes: scopes, ...others },
    userPoolId: isRecord(pool) ? pool.userPoolId : null,
    apiHosts: textsOf(apiHosts),
    allowedPages: textsOf(allowedPages),
  };
}

function textsOf(hosts: unknown): unknown {
  return Array.isArray(hosts) ? hosts.map(textOf) : null;
}

// The first builds had neither wildcards nor paths.
function textOf(host: unknown): unknown {
  if (!isRecord(host)) return null;
  const { scheme, hostname, port, isWildcard = false, pathPrefix = '/' } = host;
  const authority = `${isWildcard === true ? '*.' : ''}${hostname}${port ? `:${port}` : ''}`;
  return `${scheme}://${authority}${pathPrefix === '/' ? '' : pathPrefix}`;
}
