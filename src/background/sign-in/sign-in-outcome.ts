import type { AuthStep } from '../../cognito/auth-step';
import { problemOf } from '../../core/auth-error';
import type { Profile } from '../../core/profile/profile';
import type { HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import { signedInWith } from '../../core/session/refresh-policy';
import type { Session } from '../../core/session/session';
import { signedOutBy } from './failed-sign-in';
import { prepareRedirect, type RedirectPorts } from './redirect';

// The longest AuthSessionValidity that an app client can have; the pool itself may end it sooner.
const CHALLENGE_LIFETIME_MS = 15 * 60_000;

/** The session that a step leads to, and the page of the pool's that is to be shown once it is stored. */
export interface Outcome {
  readonly session: Session;
  readonly page: PoolPage | null;
}

export interface PoolPage {
  readonly attempt: HostedUiAttempt;
  readonly url: string;
}

/**
 * What a step of a sign-in leads to.
 * @throws AuthError `idTokenMissing` and the like for tokens of no use; as `prepareRedirect`
 */
export async function outcomeOf(ports: RedirectPorts, profile: Profile, step: AuthStep): Promise<Outcome> {
  if (step.kind !== 'redirect') return { session: await sessionOf(ports, profile, step), page: null };
  const session = await prepareRedirect(ports, profile, step);
  return { session, page: { attempt: session.attempt, url: step.url } };
}

/** What a step that was refused leads to. */
export function failed(error: unknown): Outcome {
  return { session: signedOutBy(problemOf(error)), page: null };
}

async function sessionOf(
  { clock, profiles }: RedirectPorts,
  profile: Profile,
  step: Exclude<AuthStep, { kind: 'redirect' }>,
): Promise<Session> {
  switch (step.kind) {
    case 'refused':
      return signedOutBy(step.problem);
    case 'challenge': {
      const endsAtMs = clock.now() + CHALLENGE_LIFETIME_MS;
      return { kind: 'challenged', challenge: step.challenge, problem: null, endsAtMs };
    }
    case 'tokens':
      if (step.device) await profiles.setSecrets(profile.id, { device: step.device });
      return signedInWith(step.tokens, profile.tokenUse, clock.random);
  }
}
