import { PROFILE_FIELDS, type ProfileForm } from '../../core/profile/profile-form';
import { credentialOf } from '../../core/profile/sign-in-method';
import { control, element } from '../../page/elements';
import { formOfTyped } from './typed-form';

/** What stands in the form's controls, each of which has the id of its field; without credentials. */
export function readForm(): ProfileForm {
  return formOfTyped((field) => (field === 'keepPassword' ? yesOrNo(field) : control(field).value));
}

/** What was typed for this one sign-in: a password, a refresh token, a JWT, or nothing where the method asks for none. */
export function readCredential({ signInMethod }: ProfileForm): string {
  const field = credentialOf(signInMethod);
  return field ? control(field).value : '';
}

/** Fills the form's controls. */
export function writeForm(form: ProfileForm): void {
  for (const field of PROFILE_FIELDS) {
    if (field === 'keepPassword') element(field, HTMLInputElement).checked = form[field] === 'yes';
    else control(field).value = form[field];
  }
}

function yesOrNo(field: 'keepPassword'): ProfileForm['keepPassword'] {
  return element(field, HTMLInputElement).checked ? 'yes' : 'no';
}
