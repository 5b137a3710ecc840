import { API } from '../support/story';

/** The host of a page that the user has allowed to use the token. */
export const ALLOWED = 'app.example.com';
/** The host of a page that nobody has allowed anything. */
export const FOREIGN = 'evil.example.net';
/** A host next to the API that is not configured. */
export const OTHER = 'other.example.com';

/** Every host, so that nothing but the rules keeps the token from one. */
export const EVERY_HOST = ['https://*/*', 'http://*/*'];

/** Whether a request arrived at the configured API: its scheme, its name, its port. */
export function isAtApi({ scheme, host }: { scheme: string; host: string }): boolean {
  return scheme === 'https' && host === API;
}
