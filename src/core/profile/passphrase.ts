import type { VaultState } from '../vault/vault-view';
import type { FieldProblem, PassphraseField } from './form-problem';
import type { KeepMode } from './profile';

const SHORTEST = 8;

/** What was typed there. */
export type TypedPassphrase = Readonly<Record<PassphraseField, string>>;

/** Whether a passphrase is needed to keep a profile so. */
export function needsPassphrase(mode: KeepMode, vault: VaultState): boolean {
  return mode === 'withPassphrase' && vault !== 'open';
}

/** What is wrong with a passphrase that makes a vault, or opens the one that is locked. */
export function passphraseProblems(
  { newPassphrase, repeatPassphrase }: TypedPassphrase,
  vault: VaultState,
): readonly FieldProblem[] {
  if (vault === 'open') return [];
  const problem = (field: PassphraseField, code: FieldProblem['code']) => [{ field, code, quoted: '' }];
  if (newPassphrase === '') return problem('newPassphrase', 'newPassphraseEmpty');
  if (vault === 'locked') return [];
  if (Array.from(newPassphrase).length < SHORTEST) return problem('newPassphrase', 'newPassphraseShort');
  return newPassphrase === repeatPassphrase ? [] : problem('repeatPassphrase', 'repeatPassphraseDiffers');
}
