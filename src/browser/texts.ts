import browser from 'webextension-polyfill';

/**
 * A text of the message catalogue (`public/_locales`) in the user's language.
 * @param key the message's name
 * @param substitutions what replaces its placeholders, in order
 */
export function text(key: string, ...substitutions: string[]): string {
  return browser.i18n.getMessage(key, substitutions);
}
