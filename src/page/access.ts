import { requestAccess, requestNavigations } from '../browser/host-access';

/**
 * Asks the user for access to hosts, straight from a click. A refusal, or a browser that cannot ask, changes nothing:
 * the signed-in view says what is missing.
 */
export async function askAccess(patterns: readonly string[]): Promise<void> {
  await requestAccess(patterns).catch(() => false);
}

/** The same for seeing which addresses tabs go to. */
export async function askToSeeNavigations(): Promise<void> {
  await requestNavigations().catch(() => false);
}
