import { askOfShown } from '../browser/requests';
import { text } from '../browser/texts';
import type { Act, Failure } from '../core/messages/protocol';
import type { FieldProblem } from '../core/profile/form-problem';
import type { KeepMode } from '../core/profile/profile';
import type { LockMinutes } from '../core/vault/vault-view';
import type { PopupState } from '../core/views/popup-state';
import { startBusy } from '../page/busy';
import { control, element, onClick, onSubmit } from '../page/elements';
import { KeepingFields } from '../page/keeping-fields';
import { ProblemPlaces } from '../page/problem-places';
import { sentenceOfFieldProblem } from '../page/sentence';

/** What is kept on this device, what opens it, and when it locks. */
export class VaultSection {
  readonly #root = element('vault', HTMLElement);
  readonly #problems = new ProblemPlaces(this.#root);
  readonly #says = element('vaultSays', HTMLElement);
  readonly #keeping = new KeepingFields();
  readonly #take: (state: PopupState) => void;
  #saved: KeepMode = 'untilBrowserCloses';
  #isChoosing = false;

  /** @param take shows the state that an act has led to */
  constructor(take: (state: PopupState) => void) {
    this.#take = take;
    control('keepSignedIn').addEventListener('change', () => this.#choose());
    onSubmit('keeping', () => void this.#keep());
    onSubmit('changePassphrase', () => void this.#changePassphrase());
    for (const id of ['lockAfter', 'lockWithScreen'])
      control(id).addEventListener('change', () => void this.#changeLock());
    onClick('lockNow', () => void this.#perform({ type: 'lock' }, 'locked'));
    onClick('forgetKept', () => void this.#perform({ type: 'forgetKept' }, 'keptForgotten'));
  }

  show({ form, session, vault }: PopupState): void {
    this.#saved = form.keepSignedIn;
    // A choice that waits for its passphrase, and what is typed of that, outlives the news of something else.
    if (!this.#isChoosing) control('keepSignedIn').value = form.keepSignedIn;
    this.#keeping.show(vault.state, form.keepSignedIn);
    element('keeping', HTMLElement).hidden = session.kind === 'locked';
    element('keepSave', HTMLButtonElement).hidden = !this.#isChoosing;
    element('locking', HTMLElement).hidden = !vault.isLockable;
    element('lockNow', HTMLButtonElement).hidden = vault.state !== 'open';
    element('forgetKept', HTMLButtonElement).hidden = !vault.isKept;
    control('lockAfter').value = String(vault.afterMinutes);
    element('lockWithScreen', HTMLInputElement).checked = vault.withScreen;
  }

  /** Takes back what was said last: the page says one thing at a time. */
  quiet(): void {
    this.#says.hidden = true;
  }

  // A choice that needs no passphrase is saved at once.
  #choose(): void {
    this.#problems.clear();
    this.#keeping.update();
    this.#isChoosing = this.#keeping.needsPassphrase;
    element('keepSave', HTMLButtonElement).hidden = !this.#isChoosing;
    if (this.#isChoosing) control('newPassphrase').focus();
    else void this.#keep();
  }

  async #keep(): Promise<void> {
    this.#problems.clear();
    this.#mark(this.#keeping.problems());
    if (this.#problems.firstMarked()) {
      this.#problems.firstMarked()?.focus();
      return;
    }
    const keepSignedIn = control('keepSignedIn').value as KeepMode;
    const isOpened = this.#saved === 'withPassphrase' && keepSignedIn === 'onDevice';
    const said = isOpened ? 'keptReadable' : `kept_${keepSignedIn}`;
    const request = { type: 'changeKeeping', keepSignedIn, ...this.#keeping.passphrase() } as const;
    if (await this.#perform(request, said))
      for (const id of ['newPassphrase', 'repeatPassphrase']) control(id).value = '';
    else if (!this.#isChoosing) control('keepSignedIn').value = this.#saved;
  }

  async #changePassphrase(): Promise<void> {
    this.#problems.clear();
    const [passphrase, newPassphrase] = [control('oldPassphrase').value, control('nextPassphrase').value];
    if (newPassphrase !== control('repeatNext').value) {
      this.#problems.mark(control('repeatNext'), ['fieldProblem_repeatPassphraseDiffers']);
      return;
    }
    const isDone = await this.#perform(
      { type: 'changePassphrase', passphrase, newPassphrase },
      'passphraseChanged',
    );
    if (isDone) element('changePassphrase', HTMLFormElement).reset();
  }

  #changeLock(): Promise<boolean> {
    // The options of the control are these.
    const afterMinutes = Number(control('lockAfter').value) as LockMinutes;
    const withScreen = element('lockWithScreen', HTMLInputElement).checked;
    return this.#perform({ type: 'changeLock', lock: { afterMinutes, withScreen } }, 'saved');
  }

  async #perform(act: Act, said: string): Promise<boolean> {
    this.quiet();
    const endBusy = startBusy(this.#root, 'saving');
    const reply = await askOfShown(act);
    endBusy();
    if (!reply.ok) this.#refuse(reply, act);
    else {
      if (act.type === 'changeKeeping') this.#isChoosing = false;
      this.#take(reply.value);
      this.#says.hidden = false;
      this.#says.textContent = text(said);
    }
    return reply.ok;
  }

  #refuse(refusal: Failure, { type }: Act): void {
    const isChange = type === 'changePassphrase';
    if ('fieldProblems' in refusal) {
      this.#mark(
        refusal.fieldProblems.map((each) => (isChange ? { ...each, field: 'nextPassphrase' } : each)),
      );
      return;
    }
    const isOfPassphrase = /^passphrase/.test(refusal.problem.code);
    const field = isChange ? 'oldPassphrase' : 'newPassphrase';
    this.#problems.place(refusal.problem, () => (isOfPassphrase ? control(field) : null));
  }

  #mark(problems: readonly (Omit<FieldProblem, 'field'> & { readonly field: string })[]): void {
    for (const problem of problems)
      this.#problems.mark(control(problem.field), sentenceOfFieldProblem(problem));
  }
}
