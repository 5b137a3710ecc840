import {
  EMPTY_FORM,
  PROFILE_FIELDS,
  type ProfileField,
  type ProfileForm,
  parseForm,
} from '../../core/profile/profile-form';

/**
 * The form in what was typed, and nothing else of it: credentials have no place in a form.
 * @param typed gives what stands in a field's control
 */
export function formOfTyped(typed: (field: ProfileField) => string): ProfileForm {
  return parseForm(Object.fromEntries(PROFILE_FIELDS.map((field) => [field, typed(field)]))) ?? EMPTY_FORM;
}
