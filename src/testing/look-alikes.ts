import { type ApiHost, hostText } from '../core/profile/api-host';

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
