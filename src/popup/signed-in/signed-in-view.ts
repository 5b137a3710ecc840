import { openSettings } from '../../browser/current-tab';
import { text } from '../../browser/texts';
import { type AuthProblem, kindOf } from '../../core/auth-error';
import type { Failure, SignOutOptions } from '../../core/messages/protocol';
import type { PopupState } from '../../core/views/popup-state';
import type { SignedInSessionView } from '../../core/views/session-view';
import { askAccess } from '../../page/access';
import { sayStatus } from '../../page/busy';
import { element, onClick } from '../../page/elements';
import { hostNameOf } from '../../page/host-name';
import { ProblemPlaces } from '../../page/problem-places';
import { type Sentence, sentenceOfAuthProblem } from '../../page/sentence';
import type { Perform, View } from '../view';
import { ExpiryTimer } from './expiry-timer';
import { PagePanel } from './page-panel';
import { TokenActs } from './token-acts';

/** Who is signed in, for how long, on which hosts, and what can be done with the token. */
export class SignedInView implements View {
  readonly root = element('signedInView', HTMLElement);
  readonly #attach = element('attach', HTMLInputElement);
  readonly #problems = new ProblemPlaces(this.root);
  readonly #timer = new ExpiryTimer();
  readonly #token = new TokenActs(this.root, this.#problems);
  readonly #page: PagePanel;
  #missingAccess: readonly string[] = [];

  constructor(perform: Perform) {
    this.#attach.addEventListener('change', () => {
      void perform({ type: 'changeSettings', settings: { attach: this.#attach.checked } }, 'saving');
    });
    onClick('lock', () => void perform({ type: 'lock' }, 'locking'));
    onClick('refreshNow', () => void perform({ type: 'refreshNow' }, 'refreshing'));
    const signOut = (options: SignOutOptions) => void perform({ type: 'signOut', ...options }, 'signingOut');
    onClick('signOut', () => signOut({ everywhere: false, hostedUi: false }));
    onClick('signOutEverywhere', () => signOut({ everywhere: true, hostedUi: false }));
    onClick('signOutHostedUi', () => signOut({ everywhere: false, hostedUi: true }));
    onClick('allowAccess', () => void askAccess(this.#missingAccess));
    onClick('settings', leaveForSettings);
    onClick('explain', leaveForSettings);
    this.#page = new PagePanel(perform);
  }

  show({ form, session, vault }: PopupState): void {
    if (session.kind !== 'signedIn') return;
    this.#token.hide();
    showIdentity(session);
    element('poolId', HTMLElement).textContent = form.userPoolId;
    const tokenName = text(form.tokenUse === 'id' ? 'optionIdToken' : 'optionAccessToken');
    element('tokenKind', HTMLElement).textContent = tokenName;
    element('token', HTMLElement).setAttribute('aria-label', tokenName);
    const { largeTokenKb } = session;
    element('tokenSize', HTMLElement).hidden = largeTokenKb === null;
    element('tokenSize', HTMLElement).textContent = text('largeToken', String(largeTokenKb));
    element('sharesLastToken', HTMLElement).hidden = !session.sharesLastToken;
    element('lock', HTMLElement).hidden = form.keepSignedIn !== 'withPassphrase' || vault.state !== 'open';
    element('keepFailed', HTMLElement).hidden = !vault.hasFailed;
    this.#timer.start(session.expiresAtMs, session.lifetimeMs);
    this.#showHosts(session);
    showSignOuts(session.canSignOut);
    element('refreshNow', HTMLElement).hidden = !session.canRenew;
    void this.#page.show(session.name);
    this.#problems.say(session.problem && sentenceOfRefusal(session.problem));
  }

  refuse(refusal: Failure): void {
    if ('problem' in refusal) this.#problems.say(sentenceOfAuthProblem(refusal.problem));
  }

  focus(): void {
    // After an act here, the focus is on its button and stays there.
    if (!this.root.contains(document.activeElement)) element('copyToken', HTMLButtonElement).focus();
  }

  leave(): void {
    this.#token.hide();
    element('signOuts', HTMLElement).hidePopover();
    this.#page.clear();
    this.#problems.clear();
    sayStatus(this.root, null);
    this.#timer.stop();
  }

  #showHosts({ attach, apiHosts, missingAccess }: SignedInSessionView): void {
    this.#missingAccess = missingAccess;
    this.#attach.checked = attach;
    element('hosts', HTMLElement).replaceChildren(...apiHosts.map(hostChip));
    element('access', HTMLElement).hidden = missingAccess.length === 0;
    const names = missingAccess.map(hostNameOf).join(', ');
    element('missingAccess', HTMLElement).textContent = text('missingAccess', names);
  }
}

// The pool wants a new sign-in, and what the user sees is still signed in.
function sentenceOfRefusal(problem: AuthProblem): Sentence {
  const sentence = sentenceOfAuthProblem(problem);
  return kindOf(problem.code) === 'terminal' ? ['lastToken', text(...sentence)] : sentence;
}

// Not every browser closes the popup by itself when a tab opens.
function leaveForSettings(): void {
  void openSettings().then(() => close());
}

// The name is set off from the words around it, wherever a language puts them.
function showIdentity({ name, username }: SignedInSessionView): void {
  const [before = '', after = ''] = text('signedInAs', '\n').split('\n');
  const called = document.createElement('strong');
  called.textContent = name;
  const place = element('signedInAs', HTMLElement);
  place.replaceChildren(before, called, after);
  place.title = username;
}

function showSignOuts({ everywhere, hostedUi }: SignedInSessionView['canSignOut']): void {
  element('signOutEverywhere', HTMLElement).hidden = !everywhere;
  element('signOutHostedUi', HTMLElement).hidden = !hostedUi;
  element('otherSignOuts', HTMLElement).hidden = !everywhere && !hostedUi;
}

function hostChip(origin: string): HTMLElement {
  const chip = document.createElement('li');
  chip.className = 'chip';
  chip.textContent = hostNameOf(origin);
  return chip;
}
