import { failure, type Result, success } from '../result';
import type { FieldProblem } from './form-problem';
import { FormReader } from './form-reader';
import { type ProfileForm, SECRET_FIELDS, type SecretField, takeSettings } from './profile-form';
import type { FormSettings } from './settings';
import { type CredentialField, credentialOf, requiresField } from './sign-in-method';
import { understoodForm } from './understood-form';

/**
 * Turns the form into the settings of a profile.
 * @returns the settings, or every problem found, in the order of the fields
 */
export function parseProfileForm(form: ProfileForm): Result<FormSettings, readonly FieldProblem[]> {
  const reader = new FormReader(understoodForm(form), SECRET_FIELDS);
  const settings = takeSettings(reader);
  return settings ? success(settings) : failure(reader.problems);
}

/**
 * All that keeps the form from being used for a sign-in, in the order of its fields.
 * @param credential what was typed into the field of `credentialOf` the method
 * @param kept the secrets that are stored already, which an empty field leaves as they are
 */
export function signInProblems(
  form: ProfileForm,
  credential: string,
  kept: readonly SecretField[],
): readonly FieldProblem[] {
  const settings = parseProfileForm(form);
  const { signInMethod } = form;
  const empty = (field: FieldProblem['field'], code: FieldProblem['code']): FieldProblem => ({
    ...{ field, code },
    quoted: '',
  });
  const field = credentialOf(signInMethod);
  const needsCredential = field && credential.trim() === '' && needsCredentialOf(form, field);
  const needsSecret =
    requiresField(signInMethod, 'clientSecret') &&
    form.clientSecret.trim() === '' &&
    !kept.includes('clientSecret');
  return [
    ...(settings.ok ? [] : settings.problem),
    ...(needsCredential ? [empty(field, `${field}Empty`)] : []),
    ...(needsSecret ? [empty('clientSecret', 'clientSecretEmpty')] : []),
  ];
}

// Whoever prefers a password has to bring it along; else the pool may never ask for it.
function needsCredentialOf(
  { signInMethod, preferredChallenge }: ProfileForm,
  field: CredentialField,
): boolean {
  const isPreferred = signInMethod === 'choice' && /^PASSWORD/.test(preferredChallenge);
  return isPreferred || requiresField(signInMethod, field);
}
