import { randomUUID } from 'node:crypto';
import { type Html, html } from '../../support/html';
import { PageError } from './page';
import { cookieHeader, readCookie, type WebRequest } from './web-request';

const COOKIE = 'XSRF-TOKEN';
const LIFETIME_SECONDS = 3600;

/** The pair of a hidden input and a cookie by which managed login knows its own forms. */
export interface FormToken {
  readonly input: Html;
  readonly headers: { 'set-cookie': string };
}

export function formToken(request: WebRequest): FormToken {
  const value = readCookie(request, COOKIE) ?? randomUUID();
  return {
    input: html`<input type="hidden" name="_csrf" value="${value}">`,
    headers: { 'set-cookie': cookieHeader(request, COOKIE, value, LIFETIME_SECONDS) },
  };
}

/** Gives the submitted form, or throws if it is none of this browser's. */
export function readOwnForm(request: WebRequest): URLSearchParams {
  const cookie = readCookie(request, COOKIE);
  if (!request.form || !cookie || request.form.get('_csrf') !== cookie) throw new PageError('Invalid form');
  return request.form;
}
