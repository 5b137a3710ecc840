import browser, { type Runtime } from 'webextension-polyfill';
import type { StateChanged } from '../core/messages/protocol';

/**
 * Answers messages from the extension's own pages, and from nobody else: a message from elsewhere gets no answer.
 * Call it once: the browsers disagree on what two listeners of one event may answer.
 * @param answer gets the message as it came, of unknown shape
 */
export function onPageMessage(answer: (message: unknown) => Promise<unknown>): void {
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const isOwnPage = sender.id === browser.runtime.id && sender.url?.startsWith(browser.runtime.getURL(''));
    return isOwnPage ? answer(message) : undefined;
  });
}

/** Tells every open page that the state has changed. That none is open is the usual case and no error. */
export function announceStateChange(): void {
  const message: StateChanged = { type: 'stateChanged' };
  browser.runtime.sendMessage(message).catch(() => undefined);
}
