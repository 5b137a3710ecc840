import type { ProfileForm, SecretField } from '../../core/profile/profile-form';
import {
  CREDENTIAL_FIELDS,
  METHOD_FIELDS,
  requiresField,
  usesField,
} from '../../core/profile/sign-in-method';
import { control, element, showField } from '../../page/elements';

/**
 * Shows what the chosen sign-in method has a use for. What is hidden keeps what was typed into it.
 * @param kept the secrets that are stored already
 */
export function showMethodFields(form: ProfileForm, kept: readonly SecretField[]): void {
  const { signInMethod, fetchMode, callbackUrl, keepSignedIn } = form;
  for (const field of [...CREDENTIAL_FIELDS, ...METHOD_FIELDS]) {
    showField(field, usesField(signInMethod, field));
    control(field).required = requiresField(signInMethod, field);
  }
  control('clientSecret').required =
    requiresField(signInMethod, 'clientSecret') && !kept.includes('clientSecret');
  showField('keepPassword', usesField(signInMethod, 'password') && keepSignedIn !== 'untilBrowserCloses');
  // An app client that signs in by itself is given an access token only.
  showField('tokenUse', signInMethod !== 'clientCredentials');
  element('fetchModeHint', HTMLElement).hidden = fetchMode !== 'everyRequest';
  element('browserCallback', HTMLElement).hidden = callbackUrl.trim() !== '';
}
