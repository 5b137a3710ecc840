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
export const FAULTY_ANSWERS: Record<Exclude<FaultKind, 'hang' | 'drop' | 'loseAnswer'>, () => Answer> = {
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
  redirect: () => ({ status: 302, headers: { location: ELSEWHERE_PATH }, body: '' }),
};
