import { ownTabId } from '../browser/current-tab';
import { openPopup } from '../browser/own-pages';
import { ask, onStateChanged } from '../browser/requests';
import { text } from '../browser/texts';
import type { HoldView } from '../core/views/hold-view';
import type { SessionView } from '../core/views/session-view';
import { coalesced } from '../page/coalesced';
import { fillTexts } from '../page/page-texts';
import { heldUrlOf } from './held-url';
import { prepareToLeave } from './leave-for';
import { isStuck, oneMore, parseReturns } from './return-count';

const RETURNS = 'returns';
const BEFORE_CLICKS_MS = 500;
const LONG_GONE_MS = 3_000;
const asked = heldUrlOf(location.href);
const leaveFor = prepareToLeave();
const resume = coalesced(goOnOrSay);
let isLeaving = false;
// Who has begun the navigation is known at its beginning only; this page keeps it while it waits.
let isApproved = false;

fillTexts(document);
element('address').textContent = asked;
element('open').addEventListener('click', () => void openPopup());
element('again').addEventListener('click', () => void resume());
element('goOn').addEventListener('click', () => {
  isApproved = true;
  void resume();
});
onStateChanged(() => void resume());
void resume();

/** Goes on if there is a token by now, else says what is missing. */
async function goOnOrSay(): Promise<void> {
  // On its way out this page asks no more: the answer would be for a navigation that nobody waits for.
  if (isLeaving) return;
  say('holdWorking');
  const reply = await ask({
    type: 'resumeNavigation',
    url: asked ?? '',
    tabId: await ownTabId(),
    isApproved,
  });
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
    case 'ask':
      element('title').textContent = text('holdAskTitle', view.host);
      say('holdAsk', { goOn: true });
      break;
    case 'wait':
      isApproved = view.isApproved;
      showWait(view.host, view.session.kind === 'locked');
      say(waitingFor(view.session), { open: needsUser(view.session), again: true });
  }
}

function showWait(host: string, isLocked: boolean): void {
  element('title').textContent = text(isLocked ? 'holdLockedTitle' : 'holdTitle', host);
  element('open').textContent = text(isLocked ? 'unlock' : 'openTokenbearer');
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
  // A download, or an answer without a page, leaves this one where it is.
  setTimeout(() => say('holdLeft'), LONG_GONE_MS);
}

function waitingFor({ kind, problem }: SessionView): string {
  if (kind === 'challenged') return 'holdChallenge';
  if (kind === 'locked') return 'holdLocked';
  return kind === 'signedIn' && problem ? 'holdRetry' : 'holdSignIn';
}

function needsUser({ kind }: SessionView): boolean {
  return kind !== 'signedIn';
}

function say(key: string, { open = false, again = false, goOn = false } = {}): void {
  element('message').textContent = text(key, asked ?? '');
  element('open').hidden = !open;
  element('again').hidden = !again;
  showGoOn(goOn);
}

// A click that was meant for what this page came in place of must not answer its question.
function showGoOn(isShown: boolean): void {
  const button = element('goOn') as HTMLButtonElement;
  if (isShown && button.hidden) {
    button.disabled = true;
    setTimeout(() => {
      button.disabled = false;
    }, BEFORE_CLICKS_MS);
  }
  button.hidden = !isShown;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found;
}
