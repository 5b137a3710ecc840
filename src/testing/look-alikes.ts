import { type ApiHost, hostText } from '../core/profile/api-host';

/** Names that a careless filter would take for the given one, with whatever belongs to a URL's authority or beyond. */
export function namesLike(name: string): readonly string[] {
  return [
    name.toUpperCase(),
    `${name}.`,
    `www.${name}`,
    `a.b.${name}`,
    `.${name}`,
    `evil${name}`,
    `evil-${name}`,
    `${name}.evil.com`,
    `${name}evil`,
    name.replace(/^[^.]+\./, ''),
    name.replace('.', 'x'),
    name.replace('.', '..'),
    name.replace('.', '%2E'),
    `${name}%2Eevil.com`,
    `${name}%00.evil.com`,
    `${name}@evil.com`,
    `${name}:443@evil.com`,
    `user@${name}`,
    `user:pw@${name}`,
    `www.${name}@${name}`,
    `evil.com/${name}`,
    `evil.com?${name}`,
    `evil.com#${name}`,
    `evil.com/.${name}`,
    `evil.com/https://${name}`,
    `evil.com/?u=https://${name}`,
    `evil.com\\@${name}`,
    `evil.com%2F.${name}`,
  ];
}

/** Paths that a careless filter would take for one that begins with the given one, and some that do. */
export function pathsLike(prefix: string): readonly string[] {
  return [
    ...['', '/', '/x', '/x/y.json', '0', ';x', '%2Fx', '%2fx', '.x', '/..', '/%2e%2e', '//'].map(
      (rest) => prefix + rest,
    ),
    prefix.toUpperCase(),
    prefix.replace('.', 'x'),
    `/${prefix}`,
    `/x${prefix}`,
    `/x/..${prefix}`,
    `/%2e%2e${prefix}`,
    '',
    '/',
    '/other',
    '/other/..',
  ];
}

/**
 * The question of `coversUrl` and of the installed rules put to `URL`, segment by segment and label by label: is this
 * a request, or a WebSocket, to that very place?
 */
export function isAt(host: ApiHost, url: URL): boolean {
  const own = new URL(hostText({ ...host, isWildcard: false }));
  const protocol = url.protocol.replace(/^ws(s?):$/, 'http$1:');
  const isBare = url.username === '' && url.password === '';
  if (!isBare || protocol !== own.protocol || url.port !== own.port) return false;
  const labels = url.hostname.split('.');
  const names = host.isWildcard ? labels.map((_, index) => labels.slice(index).join('.')) : [url.hostname];
  const isNamed = names.includes(own.hostname) && url.hostname !== `.${own.hostname}`;
  return isNamed && isBelow(own.pathname.split('/'), url.pathname.split('/'));
}

// A path that ends in a slash ends in an empty segment, for which any other may stand.
function isBelow(wanted: readonly string[], segments: readonly string[]): boolean {
  return wanted.every((segment, index) =>
    segment === '' && index === wanted.length - 1 ? index < segments.length : segment === segments[index],
  );
}
