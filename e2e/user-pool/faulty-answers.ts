import type { Answer } from './answer';
import { jsonAnswer } from './answer';
import { errorAnswer } from './api-call';
import { CognitoError } from './cognito-error';
import type { FaultKind } from './faults';

const HUGE_BYTES = 10 * 1024 * 1024;

/** The path that the `redirect` fault leads to; the server answers it with a page, as a captive portal would. */
export const ELSEWHERE_PATH = '/elsewhere';

export const CAPTIVE_PORTAL: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>Welcome</title><p>Please accept the terms of this network.',
};

/** What goes over the wire instead of Cognito's answer. The kinds without any answer are not among them. */
const FAULTY_ANSWERS: Record<Exclude<FaultKind, 'hang' | 'drop' | 'loseAnswer'>, () => Answer> = {
  throttle: () => jsonAnswer(errorAnswer(new CognitoError('TooManyRequestsException', 'Too many requests'))),
  serverError: () => jsonAnswer(errorAnswer(new CognitoError('InternalErrorException', 'Internal error'))),
  unavailable: () => ({
    status: 503,
    headers: { 'content-type': 'text/html' },
    body: '<h1>503 Service Unavailable</h1>',
  }),
  html: () => CAPTIVE_PORTAL,
  truncated: () => ({
    ...jsonAnswer({ status: 200, body: {} }),
    body: '{"AuthenticationResult":{"AccessToken":"eyJ',
  }),
  huge: () => jsonAnswer({ status: 200, body: { padding: 'x'.repeat(HUGE_BYTES) } }),
  firewall: () => ({
    status: 403,
    headers: { 'content-type': 'text/html' },
    body: '<h1>403 Forbidden</h1>',
    forNavigation: true,
  }),
  redirect: () => ({ status: 302, headers: { location: ELSEWHERE_PATH }, body: '' }),
};

/**
 * Gives what the caller gets, undefined if that is nothing.
 * @param carryOut does what was asked; most faults keep it from being done
 */
export function answerWithFault(fault: FaultKind | undefined, carryOut: () => Answer): Answer | undefined {
  if (fault === 'hang' || fault === 'drop') return undefined;
  if (fault && fault !== 'loseAnswer') return FAULTY_ANSWERS[fault]();
  const answer = carryOut();
  return fault === 'loseAnswer' ? undefined : answer;
}
