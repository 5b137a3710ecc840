import type { HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import type { Progress, SignInContext } from '../sign-in-context';

/** One way to get the first tokens. */
export interface SignInMethodHandler {
  /** @param credential what the user has typed for this sign-in; empty for nothing */
  readonly begin: (context: SignInContext, credential: string) => Promise<Progress>;
  /** Whether the pool may ask the user questions through the user pools API; not unless this says so. */
  readonly hasChallenges?: true;
  /** What the hosted UI answers with; a code unless this says otherwise. */
  readonly responseType?: HostedUiAttempt['responseType'];
}
