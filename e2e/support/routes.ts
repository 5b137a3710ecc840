import type { UserPool } from '../user-pool/start-user-pool';
import type { Route } from './firefox/mapping-proxy';
import type { RecordingSites } from './recording-sites';

function poolHosts({ region, loginDomain }: UserPool): readonly string[] {
  const api = `cognito-idp.${region}.amazonaws.com`;
  return [new URL(loginDomain).host, `issuer-${api}`, api];
}

/** Leads the pool's names to the pool and every other name to the sites, as far as the port is the scheme's own. */
export function routeTo(pool: UserPool, sites: RecordingSites): Route {
  const hosts = poolHosts(pool);
  return (host, port) => {
    if (port === 443) return hosts.includes(host) ? pool.port : sites.httpsPort;
    return port === 80 ? sites.httpPort : port;
  };
}

/** The same as a value of Chromium's --host-resolver-rules. No name is ever looked up, so nothing leaves this machine. */
export function hostRules(pool: UserPool, sites: RecordingSites): string {
  return [
    ...poolHosts(pool).map((host) => `MAP ${host}:443 127.0.0.1:${pool.port}`),
    `MAP *:443 127.0.0.1:${sites.httpsPort}`,
    `MAP *:80 127.0.0.1:${sites.httpPort}`,
    'MAP * 127.0.0.1',
  ].join(', ');
}
