import { text } from '../browser/texts';
import type { AuthErrorCode } from '../core/auth-error';
import type { Failure } from '../core/messages/protocol';
import type { PopupState } from '../core/views/popup-state';
import { type Control, control, element, onClick, onSubmit } from '../page/elements';
import { ProblemPlaces } from '../page/problem-places';
import type { Perform, View } from './view';

/** What is kept of the profile waits for the passphrase. */
export class LockedView implements View {
  readonly root = element('lockedView', HTMLFormElement);
  readonly #problems = new ProblemPlaces(this.root);

  constructor(perform: Perform) {
    onSubmit('lockedView', () => {
      const passphrase = control('passphrase').value;
      // It would count as a wrong one.
      if (passphrase === '') this.#problems.mark(control('passphrase'), ['fieldProblem_newPassphraseEmpty']);
      else void perform({ type: 'unlock', passphrase }, 'unlocking');
    });
    this.root.addEventListener('input', () => this.#problems.clear());
    // Nothing is left to be given back: what gets the tokens cannot be read.
    onClick(
      'forgetLocked',
      () => void perform({ type: 'signOut', everywhere: false, hostedUi: false }, 'saving'),
    );
  }

  show({ form, session }: PopupState): void {
    if (session.kind !== 'locked') return;
    const name = session.name === '' ? form.userPoolId : session.name;
    element('lockedLead', HTMLElement).textContent = text('lockedLead', name);
  }

  refuse(refusal: Failure): void {
    if ('problem' in refusal) this.#problems.place(refusal.problem, controlOfError);
  }

  focus(): void {
    control('passphrase').focus();
  }

  leave(): void {
    this.root.reset();
    this.#problems.clear();
  }
}

function controlOfError(code: AuthErrorCode): Control | null {
  return code === 'passphraseWrong' || code === 'passphraseTooSoon' ? control('passphrase') : null;
}
