import { text } from '../browser/texts';
import type { FieldProblem } from '../core/profile/form-problem';
import { needsPassphrase, passphraseProblems } from '../core/profile/passphrase';
import type { KeepMode } from '../core/profile/profile';
import type { VaultState } from '../core/vault/vault-view';
import { control, element, showField } from './elements';

/** The choice of what outlives the browser, and the passphrase that one of them needs. */
export class KeepingFields {
  #vault: VaultState = 'none';
  #saved: KeepMode | null = null;

  /**
   * @param vault how it stands: an open one needs no passphrase, a locked one needs its own
   * @param saved what is chosen already, which needs nothing; null where it is yet to be done
   */
  show(vault: VaultState, saved: KeepMode | null = null): void {
    this.#vault = vault;
    this.#saved = saved;
    this.update();
  }

  /** Shows what belongs to the choice. */
  update(): void {
    const needsOne = this.needsPassphrase;
    showField('newPassphrase', needsOne);
    showField('repeatPassphrase', needsOne && this.#vault === 'none');
    const label = this.#vault === 'locked' ? 'labelPassphrase' : 'labelNewPassphrase';
    element('newPassphraseLabel', HTMLElement).textContent = text(label);
    element('keepHint', HTMLElement).textContent = text(`hintKeep_${this.#mode}`);
  }

  /** Whether the choice asks for a passphrase now. */
  get needsPassphrase(): boolean {
    return this.#mode !== this.#saved && needsPassphrase(this.#mode, this.#vault);
  }

  problems(): readonly FieldProblem[] {
    const [newPassphrase, repeatPassphrase] = [
      control('newPassphrase').value,
      control('repeatPassphrase').value,
    ];
    return this.needsPassphrase ? passphraseProblems({ newPassphrase, repeatPassphrase }, this.#vault) : [];
  }

  /** What is to be sent along: a passphrase where one is needed. */
  passphrase(): { readonly passphrase?: string } {
    return this.needsPassphrase ? { passphrase: control('newPassphrase').value } : {};
  }

  get #mode(): KeepMode {
    // The options of the control are these.
    return control('keepSignedIn').value as KeepMode;
  }
}
