import { PROFILE_FIELDS, type ProfileForm } from '../../core/profile/profile-form';
import { credentialOf } from '../../core/profile/sign-in-method';
import { type Control, control } from '../../page/elements';
import { formOfTyped } from './typed-form';

/** What stands in the form's controls, each of which has the id of its field; without credentials. */
export function readForm(): ProfileForm {
  return formOfTyped((field) => typedInto(control(field)));
}

/** What was typed for this one sign-in: a password, a refresh token, a JWT, or nothing where the method asks for none. */
export function readCredential({ signInMethod }: ProfileForm): string {
  const field = credentialOf(signInMethod);
  return field ? control(field).value : '';
}

/** Fills the form's controls. */
export function writeForm(form: ProfileForm): void {
  for (const field of PROFILE_FIELDS) {
    const filled = control(field);
    if (isCheckbox(filled)) filled.checked = form[field] === 'yes';
    else filled.value = form[field];
  }
}

function typedInto(typed: Control): string {
  if (isCheckbox(typed)) return typed.checked ? 'yes' : 'no';
  return typed.value;
}

function isCheckbox(typed: Control): typed is HTMLInputElement {
  return typed instanceof HTMLInputElement && typed.type === 'checkbox';
}
