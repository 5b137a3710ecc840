import { isOneOf, isRecord, isStringRecord } from '../guards';
import { parseForm, SECRET_FIELDS } from '../profile/profile-form';
import { KEEP_MODES, parseSwitches } from '../profile/settings';
import { WAYS_TO_SEND } from '../rules/question';
import { parseDraft } from '../storage/draft';
import { parseLockSettings } from '../vault/vault-view';
import type { ChallengeAnswer, Messages, Request, RequestType, SignOutOptions } from './protocol';

type Received = Readonly<Record<string, unknown>>;

/** Reads each type of request. */
export type Parsers = { readonly [T in RequestType]: (message: Received) => Messages[T]['request'] | null };

const PARSERS: Parsers = {
  getState: (message) => ofProfileOrNone(message, {}),
  saveDraft: (message) => ofProfileOrNone(message, parseSaveDraft(message)),
  signIn: (message) => ofProfileOrNone(message, parseSignIn(message)),
  forgotPassword: (message) => ofProfileOrNone(message, parseFormRequest(message)),
  forgetSecret: (message) => ofProfile(message, parseForgetSecret(message)),
  answerChallenge: (message) => ofProfile(message, parseAnswer(message)),
  resendCode: (message) => ofProfile(message, {}),
  cancelSignIn: (message) => ofProfile(message, {}),
  switchToHostedUi: (message) => ofProfile(message, {}),
  changeSettings: (message) => ofProfile(message, parseChangeSettings(message)),
  allowPage: (message) => ofProfile(message, parseAllowPage(message)),
  getPage: (message) => ofProfile(message, parseGetPage(message)),
  getToken: (message) => ofProfile(message, {}),
  refreshNow: (message) => ofProfile(message, {}),
  signOut: (message) => ofProfile(message, parseSignOut(message)),
  unlock: (message) => ofProfile(message, parseUnlock(message)),
  lock: (message) => ofProfile(message, {}),
  changeKeeping: (message) => ofProfile(message, parseChangeKeeping(message)),
  changePassphrase: (message) => ofProfile(message, parseChangePassphrase(message)),
  changeLock: (message) => ofProfile(message, parseChangeLock(message)),
  forgetKept: (message) => ofProfile(message, {}),
  explain: parseExplain,
  resumeNavigation: parseResumeNavigation,
};

/**
 * Reads a message that came from anywhere.
 * @returns the request, or null for anything that is not exactly one
 */
export function parseRequest(message: unknown): Request | null {
  return isRecord(message) && isRequestType(message.type) ? parseAs(message.type, message) : null;
}

function isRequestType(type: unknown): type is RequestType {
  return typeof type === 'string' && Object.hasOwn(PARSERS, type);
}

function parseAs<T extends RequestType>(type: T, message: Received): Request<T> | null {
  const request = PARSERS[type](message);
  return request && { type, ...request };
}

function ofProfile<T>({ profileId }: Received, rest: T | null): (T & { profileId: string }) | null {
  return rest && typeof profileId === 'string' ? { ...rest, profileId } : null;
}

function ofProfileOrNone<T>(message: Received, rest: T | null): (T & { profileId: string | null }) | null {
  return message.profileId === null ? rest && { ...rest, profileId: null } : ofProfile(message, rest);
}

function parseSaveDraft(message: Received) {
  const draft = parseDraft(message.draft);
  return draft && { draft };
}

function parseFormRequest(message: Received) {
  const form = parseForm(message.form);
  const passphrase = parsePassphrase(message);
  return form && passphrase && { form, ...passphrase };
}

function parsePassphrase({ passphrase }: Received) {
  if (passphrase === undefined) return {};
  return typeof passphrase === 'string' ? { passphrase } : null;
}

function parseForgetSecret({ field }: Received) {
  return isOneOf(SECRET_FIELDS, field) ? { field } : null;
}

function parseChangeSettings(message: Received) {
  const settings = parseSwitches(message.settings);
  return settings && { settings };
}

function parseAllowPage({ origin }: Received) {
  return typeof origin === 'string' ? { origin } : null;
}

function parseSignIn(message: Received) {
  const form = parseFormRequest(message);
  const { credential } = message;
  return form && typeof credential === 'string' ? { ...form, credential } : null;
}

function parseUnlock({ passphrase }: Received) {
  return typeof passphrase === 'string' ? { passphrase } : null;
}

function parseChangeKeeping(message: Received) {
  const { keepSignedIn } = message;
  const passphrase = parsePassphrase(message);
  return isOneOf(KEEP_MODES, keepSignedIn) && passphrase ? { keepSignedIn, ...passphrase } : null;
}

function parseChangePassphrase(message: Received) {
  const old = parseUnlock(message);
  const { newPassphrase } = message;
  return old && typeof newPassphrase === 'string' ? { ...old, newPassphrase } : null;
}

function parseChangeLock(message: Received) {
  const lock = parseLockSettings(message.lock);
  return lock && { lock };
}

function parseAnswer({ challengeName, answers }: Received): ChallengeAnswer | null {
  return typeof challengeName === 'string' && isStringRecord(answers) ? { challengeName, answers } : null;
}

function parseGetPage({ url, tabId }: Received) {
  return typeof url === 'string' && isTabId(tabId) ? { url, tabId } : null;
}

function parseSignOut({ everywhere, hostedUi }: Received): SignOutOptions | null {
  if (typeof everywhere !== 'boolean' || typeof hostedUi !== 'boolean') return null;
  return { everywhere, hostedUi };
}

function parseExplain({ url, page, sentAs }: Received): Messages['explain']['request'] | null {
  if (typeof url !== 'string' || !isOneOf(WAYS_TO_SEND, sentAs)) return null;
  return page === null || typeof page === 'string' ? { url, page, sentAs } : null;
}

function parseResumeNavigation({ url, tabId, isApproved }: Received) {
  if (typeof url !== 'string') return null;
  return { url, tabId: isTabId(tabId) ? tabId : null, isApproved: isApproved === true };
}

function isTabId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
