import { parseProfileForm } from '../core/profile/form-parser';
import type { FieldProblem } from '../core/profile/form-problem';
import type { ProfileForm } from '../core/profile/profile-form';
import type { FormSettings } from '../core/profile/settings';

/** The settings that a form gives. @throws Error if it has problems */
export function settingsOf(form: ProfileForm): FormSettings {
  const settings = parseProfileForm(form);
  if (!settings.ok) throw new Error(JSON.stringify(settings.problem));
  return settings.value;
}

/** What is wrong with a form; empty for a good one. */
export function problemsOf(form: ProfileForm): readonly FieldProblem[] {
  const settings = parseProfileForm(form);
  return settings.ok ? [] : settings.problem;
}
