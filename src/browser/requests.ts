import browser from 'webextension-polyfill';
import type { Reply, ReplyValues, Request, StateChanged } from '../core/messages/protocol';

/**
 * Asks the background something.
 * @returns its answer; the problem `interrupted` where it could not answer (the worker died on the way)
 */
export async function ask<R extends Request>(request: R): Promise<Reply<ReplyValues[R['type']]>> {
  try {
    const reply: Reply<ReplyValues[R['type']]> | undefined = await browser.runtime.sendMessage(request);
    return reply ?? { ok: false, problem: { code: 'interrupted', detail: '' } };
  } catch {
    return { ok: false, problem: { code: 'interrupted', detail: '' } };
  }
}

/** Calls back each time the background says that its state has changed. */
export function onStateChanged(listener: () => void): void {
  browser.runtime.onMessage.addListener((message: unknown) => {
    // Not `async` and nothing returned: a page must never answer what another page asked of the background.
    if ((message as Partial<StateChanged> | null)?.type === 'stateChanged') listener();
    return undefined;
  });
}
