import { ownTabId } from '../browser/current-tab';
import { openPopup } from '../browser/own-pages';
import { ask, onStateChanged } from '../browser/requests';
import { text } from '../browser/texts';
import type { HoldView } from '../core/views/hold-view';
import type { SessionView } from '../core/views/session-view';
import { coalesced } from '../page/coalesced';
import { fillTexts } from '../page/page-texts';
import { heldUrlOf } from './held-url';
import { leaveFor } from './leave-for';
import { isStuck, oneMore, parseReturns } from './return-count';

const RETURNS = 'returns';
const asked = heldUrlOf(location.href);
const resume = coalesced(goOnOrSay);
let isLeaving = false;

fillTexts(document);
element('address').textContent = asked;
element('open').addEventListener('click', () => void openPopup());
element('again').addEventListener('click', () => void resume());
onStateChanged(() => void resume());
void resume();

/** Goes on if there is a token by now, else says what is missing. */
async function goOnOrSay(): Promise<void> {
  // On its way out this page asks no more: the answer would be for a navigation that nobody waits for.
  if (isLeaving) return;
  say('holdWorking');
  const reply = await ask({ type: 'resumeNavigation', url: asked ?? '', tabId: await ownTabId() });
  if (reply.ok) show(reply.value);
  else say('holdRetry');
}

function show(view: HoldView): void {
  switch (view.kind) {
    case 'continue':
      goOn(view);
      break;
    case 'refused':
      say('holdRefused');
      break;
    case 'wait':
      element('title').textContent = text('holdTitle', view.host);
      say(waitingFor(view.session), { open: needsUser(view.session), again: true });
  }
}

// In place of this page, so that "Back" leads to where the user came from.
function goOn({ url, isNewPass }: Extract<HoldView, { kind: 'continue' }>): void {
  // A new pass shows that the last one was used: the user has come back here, not the navigation.
  const before = isNewPass ? null : parseReturns(sessionStorage.getItem(RETURNS));
  const returns = oneMore(before, url, Date.now());
  sessionStorage.setItem(RETURNS, JSON.stringify(returns));
  if (isStuck(returns)) {
    say('holdStuck', { again: true });
    return;
  }
  isLeaving = true;
  leaveFor(url);
}

function waitingFor({ kind, problem }: SessionView): string {
  if (kind === 'challenged') return 'holdChallenge';
  return kind === 'signedIn' && problem ? 'holdRetry' : 'holdSignIn';
}

function needsUser({ kind }: SessionView): boolean {
  return kind !== 'signedIn';
}

function say(key: string, { open = false, again = false } = {}): void {
  element('message').textContent = text(key, asked ?? '');
  element('open').hidden = !open;
  element('again').hidden = !again;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found;
}
