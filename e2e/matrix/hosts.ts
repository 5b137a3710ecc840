import { API } from '../support/story';

/** The host of a page that the user has allowed to use the token. */
export const ALLOWED = 'app.example.com';
/** The host of a page that nobody has allowed anything. */
export const FOREIGN = 'evil.example.net';
/** A host next to the API that is not configured. */
export const OTHER = 'other.example.com';

/** The host of a page that the user has named, and then refused access to. */
export const REFUSED = 'refused.example.com';

/** What the user's clicks have granted: the API host and the allowed page, and nothing else. */
export const CLICKED = [`https://${API}/*`, `https://${ALLOWED}/*`];
/** Every host, so that nothing but the rules keeps the token from one. */
export const EVERY_HOST = ['https://*/*', 'http://*/*'];

/** Whether a request arrived at the configured API: its scheme, its name, its port. */
export function isAtApi({ scheme, host }: { scheme: string; host: string }): boolean {
  return scheme === 'https' && host === API;
}
