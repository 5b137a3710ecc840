import { ask, onStateChanged } from '../browser/requests';
import type { PopupState, SessionView } from '../core/protocol';
import { startBusy } from './busy';
import { challengeIdentity } from './challenge-texts';
import { ChallengeView } from './challenge-view';
import { element } from './elements';
import { FormView } from './form-view';
import { fillTexts } from './page-texts';
import { SignedInView } from './signed-in-view';
import type { Act, View } from './view';

const notStarted = element('notStarted', HTMLElement);
const form = new FormView(perform);
const challenge = new ChallengeView(perform);
const signedIn = new SignedInView(perform);
let shown: View | null = null;
let identity = '';
let isActing = false;
let endWaiting: (() => void) | null = null;

fillTexts(document);
notStarted.hidden = true;
onStateChanged(() => void refresh());
void refresh();

async function refresh(): Promise<void> {
  // The answer to the act brings the state, and what the last one left behind must not be seen before it.
  if (isActing) return;
  const reply = await ask({ type: 'getState' });
  if (reply.ok && !isActing) show(reply.value);
  // With a view open there is something better to look at, and the next change brings the next try.
  else if (!shown) notStarted.hidden = false;
}

async function perform(act: Act, saying: string): Promise<void> {
  const view = shown;
  if (!view || isActing) return;
  isActing = true;
  const endBusy = startBusy(view.root, saying);
  const reply = await ask(act);
  endBusy();
  isActing = false;
  if (reply.ok) {
    show(reply.value);
  } else {
    view.refuse(reply);
    void refresh();
  }
  shown?.focus();
}

function show(state: PopupState): void {
  const view = viewOf(state.session);
  const newIdentity = identityOf(state.session);
  const isNew = newIdentity !== identity;
  identity = newIdentity;
  if (view !== shown) swapTo(view);
  view.show(state, isNew);
  if (isNew) view.focus();
  waitFor(state.isSigningIn, view);
}

// A sign-in that another popup began goes on: this one says so, and is told when it is over.
function waitFor(isSigningIn: boolean, view: View): void {
  endWaiting?.();
  endWaiting = isSigningIn ? startBusy(view.root, 'signingIn') : null;
}

function swapTo(view: View): void {
  notStarted.hidden = true;
  shown?.leave();
  if (shown) shown.root.hidden = true;
  view.root.hidden = false;
  shown = view;
}

function viewOf(session: SessionView): View {
  switch (session.kind) {
    case 'signedOut':
    case 'lapsed':
      return form;
    case 'challenged':
      return challenge;
    case 'signedIn':
      return signedIn;
  }
}

// What is typed is kept, and the focus left alone, while this stays the same.
function identityOf(session: SessionView): string {
  return session.kind === 'challenged' ? challengeIdentity(session) : session.kind;
}
