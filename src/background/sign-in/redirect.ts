import type { AuthStep } from '../../cognito/auth-step';
import { AuthError } from '../../core/auth-error';
import { hostedUiAccess, type Profile } from '../../core/profile/profile';
import { ATTEMPT_LIFETIME_MS, type HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import type { Redirected, Session } from '../../core/session/session';
import type { Clock, SignInWindow } from '../ports';
import type { Profiles } from '../state/profiles';

export interface RedirectPorts {
  readonly profiles: Profiles;
  readonly signInWindow: SignInWindow;
  readonly clock: Clock;
  /** Gives those match patterns that the browser has not granted. */
  readonly missingAccess: (patterns: readonly string[]) => Promise<readonly string[]>;
}

/**
 * Makes ready for a sign-in on the pool's own pages, which are not shown yet: their answer may find another worker, so
 * the session that this gives has to be stored before.
 * @throws AuthError `hostedUiAccessMissing` if the browser would not let us see the answer, nor keep it from others
 */
export async function prepareRedirect(
  { profiles, signInWindow, clock, missingAccess }: RedirectPorts,
  profile: Profile,
  { url, attempt, discoveredDomain }: AuthStep & { kind: 'redirect' },
): Promise<Redirected> {
  // The form can ask for access only to a domain that it knows, and the user sees where the password will go.
  if (discoveredDomain !== null) await profiles.setHostedUiDomain(profile.id, discoveredDomain);
  const hostedUi = { ...profile.hostedUi, domain: new URL(url).origin };
  const missing = await missingAccess(hostedUiAccess({ ...profile, hostedUi }));
  if (missing.length > 0) throw new AuthError('hostedUiAccessMissing', missing.map(hostNameOf).join(', '));
  const tabId = hostedUi.callbackUrl === null ? null : await signInWindow.openTab();
  const endsAtMs = clock.now() + ATTEMPT_LIFETIME_MS;
  return { kind: 'redirected', attempt: { ...attempt, tabId }, problem: null, endsAtMs };
}

export function isRedirectedBy(session: Session, { state }: Pick<HostedUiAttempt, 'state'>): boolean {
  return session.kind === 'redirected' && session.attempt.state === state;
}

/** Whether a URL is the callback of an attempt. The tab may pass other pages of the callback's host on its way. */
export function isAnswerTo({ redirectUri }: HostedUiAttempt, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const [expected, actual] = [new URL(redirectUri), new URL(url)];
  return expected.origin === actual.origin && expected.pathname === actual.pathname;
}

function hostNameOf(pattern: string): string {
  return new URL(pattern).hostname;
}
