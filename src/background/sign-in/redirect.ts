import type { HostedUiAttempt } from '../../core/session/hosted-ui-attempt';
import type { Session } from '../../core/session/session';

export function isRedirectedBy(session: Session, { state }: Pick<HostedUiAttempt, 'state'>): boolean {
  return session.kind === 'redirected' && session.attempt.state === state;
}

/** Whether a URL is the callback of an attempt. The tab may pass other pages of the callback's host on its way. */
export function isAnswerTo({ redirectUri }: HostedUiAttempt, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const [expected, actual] = [new URL(redirectUri), new URL(url)];
  return expected.origin === actual.origin && expected.pathname === actual.pathname;
}
