import { askOfShown, onStateChanged, setShownProfile } from '../browser/requests';
import type { Act } from '../core/messages/protocol';
import type { PopupState } from '../core/views/popup-state';
import type { SessionView } from '../core/views/session-view';
import { startBusy } from '../page/busy';
import { coalesced } from '../page/coalesced';
import { element } from '../page/elements';
import { fillTexts } from '../page/page-texts';
import { challengeIdentity } from './challenge/challenge-identity';
import type { View } from './view';

const notStarted = element('notStarted', HTMLElement);
let signedIn: Promise<View> | null = null;
// One face is seen at a time, and most often the signed-in one: the others are loaded when they are first shown.
let form: Promise<View> | undefined;
let challenge: Promise<View> | undefined;
let redirected: Promise<View> | undefined;
let locked: Promise<View> | undefined;
let shown: View | null = null;
let latest: PopupState | null = null;
let identity = '';
let isActing = false;
let hasNews = false;
let endWaiting: (() => void) | null = null;

const refresh = coalesced(showState);

fillTexts(document);
notStarted.hidden = true;
onStateChanged(() => void refresh());
void refresh();

async function showState(): Promise<void> {
  // The answer to an act brings the state, and what the last one left behind must not be seen before it. But it may be
  // older than this news.
  hasNews = isActing;
  if (isActing) return;
  const reply = await askOfShown({ type: 'getState' });
  if (isActing) hasNews = true;
  else if (reply.ok) await show(reply.value);
  // With a view open there is something better to look at, and the next change brings the next try.
  else if (!shown) notStarted.hidden = false;
}

async function perform(act: Act, saying: string): Promise<boolean> {
  const view = shown;
  if (!view || isActing) return false;
  isActing = true;
  const endBusy = startBusy(view.root, saying);
  const reply = await askOfShown(act);
  endBusy();
  isActing = false;
  if (reply.ok) await show(reply.value);
  else view.refuse(reply);
  if (hasNews || !reply.ok) void refresh();
  shown?.focus();
  return reply.ok && reply.value.session.problem === null;
}

async function show(state: PopupState): Promise<void> {
  latest = state;
  setShownProfile(state.profileId);
  const view = await viewOf(state.session);
  // A newer state may have come while the view was being loaded.
  if (latest !== state) return;
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

function viewOf(session: SessionView): Promise<View> {
  switch (session.kind) {
    case 'signedOut':
    case 'lapsed':
      form ??= import('./form/form-view').then(({ FormView }) => new FormView(perform));
      return form;
    case 'challenged':
      challenge ??= import('./challenge/challenge-view').then(
        ({ ChallengeView }) => new ChallengeView(perform),
      );
      return challenge;
    case 'redirected':
      redirected ??= import('./redirected-view').then(({ RedirectedView }) => new RedirectedView(perform));
      return redirected;
    case 'locked':
      locked ??= import('./locked-view').then(({ LockedView }) => new LockedView(perform));
      return locked;
    case 'signedIn':
      signedIn ??= import('./signed-in/signed-in-view').then(({ SignedInView }) => new SignedInView(perform));
      return signedIn;
  }
}

// What is typed is kept, and the focus left alone, while this stays the same.
function identityOf(session: SessionView): string {
  return session.kind === 'challenged' ? challengeIdentity(session) : session.kind;
}
