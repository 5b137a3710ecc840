import { EMPTY_FORM, type ProfileField, type ProfileForm } from '../core/profile-form';
import { control } from '../page/elements';
import { formOfTyped } from './draft';

const FIELDS = Object.keys(EMPTY_FORM) as readonly ProfileField[];

/** What stands in the form's controls, each of which has the id of its field; without the password. */
export function readForm(): ProfileForm {
  return formOfTyped((field) => control(field).value);
}

/** Fills the form's controls. */
export function writeForm(form: ProfileForm): void {
  for (const field of FIELDS) control(field).value = form[field];
}
