import browser from 'webextension-polyfill';
import type { OfShownProfile, Reply, Request, RequestType, StateChanged } from '../core/messages/protocol';

let shownProfileId: string | null = null;

/** Says which profile this page shows; null for none, before the first sign-in. */
export function setShownProfile(profileId: string | null): void {
  shownProfileId = profileId;
}

/**
 * Asks the background something.
 * @returns its answer; the problem `interrupted` where it could not answer (the worker died on the way)
 */
export function ask<R extends Request>(request: R): Promise<Reply<R['type']>> {
  return send(request);
}

/** Asks the background something about the profile that this page shows. @returns as `ask` */
export function askOfShown<R extends OfShownProfile>(request: R): Promise<Reply<R['type']>> {
  // Where no profile is shown, nothing is offered that needs one.
  return send({ ...request, profileId: shownProfileId });
}

async function send<T extends RequestType>(message: object): Promise<Reply<T>> {
  try {
    const reply: Reply<T> | undefined = await browser.runtime.sendMessage(message);
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
