import type { ProfileForm } from '../../core/profile/profile-form';
import type { Refusals } from './advised-fields';

// The list of public suffixes and the decoder of international names weigh more than the whole popup.
const NEEDS_ADVICE = /\*|xn--|[^\p{ASCII}]/iu;

let advise: ((form: ProfileForm) => Refusals) | undefined;

/**
 * Loads the advice on hosts if these need it.
 * @returns null where there is nothing to wait for
 */
export function loadAdvice({ apiHosts, allowedPages }: ProfileForm): Promise<void> | null {
  if (advise || !NEEDS_ADVICE.test(apiHosts + allowedPages)) return null;
  return import('./advised-fields').then(({ adviseFields }) => {
    advise = adviseFields;
  });
}

/** Shows the advice on hosts, once it is loaded. @returns what is refused, by field */
export function adviceOn(form: ProfileForm): Refusals {
  return advise?.(form) ?? {};
}
