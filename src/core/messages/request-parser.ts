import { isOneOf, isRecord, isStringRecord } from '../guards';
import { parseForm } from '../profile/profile-form';
import { HOST_SCOPES } from '../profile/settings';
import { parseDraft } from '../storage/draft';
import type { Request } from './protocol';

/**
 * Reads a message that came from anywhere.
 * @returns the request, or null for anything that is not exactly one
 */
export function parseRequest(message: unknown): Request | null {
  if (!isRecord(message)) return null;
  switch (message.type) {
    case 'getState':
    case 'resendCode':
    case 'cancelSignIn':
    case 'switchToHostedUi':
    case 'getToken':
    case 'refreshNow':
      return { type: message.type };
    case 'signOut':
      return parseSignOut(message);
    case 'setAttach':
      return typeof message.attach === 'boolean' ? { type: 'setAttach', attach: message.attach } : null;
    case 'answerChallenge':
      return parseAnswer(message);
    case 'setHold':
      return typeof message.hold === 'boolean' ? { type: 'setHold', hold: message.hold } : null;
    case 'setHostScope':
      return parseHostScope(message);
    case 'allowPage':
      return typeof message.origin === 'string' ? { type: 'allowPage', origin: message.origin } : null;
    case 'resumeNavigation':
      return parseResumeNavigation(message);
    case 'getPage':
      return parseGetPage(message);
    case 'explain':
      return parseExplain(message);
    case 'signIn':
      return parseSignIn(message);
    case 'forgotPassword':
      return parseForgotPassword(message);
    case 'saveDraft':
      return parseSaveDraft(message);
    default:
      return null;
  }
}

function parseAnswer({ challengeName, answers }: Record<string, unknown>): Request | null {
  return typeof challengeName === 'string' && isStringRecord(answers)
    ? { type: 'answerChallenge', challengeName, answers }
    : null;
}

function parseHostScope({ host, scope }: Record<string, unknown>): Request | null {
  return typeof host === 'string' && isOneOf(HOST_SCOPES, scope)
    ? { type: 'setHostScope', host, scope }
    : null;
}

function parseGetPage({ url, tabId }: Record<string, unknown>): Request | null {
  return typeof url === 'string' && Number.isSafeInteger(tabId)
    ? { type: 'getPage', url, tabId: Number(tabId) }
    : null;
}

function parseResumeNavigation({ url, tabId }: Record<string, unknown>): Request | null {
  if (typeof url !== 'string') return null;
  return { type: 'resumeNavigation', url, tabId: Number.isSafeInteger(tabId) ? Number(tabId) : null };
}

function parseExplain({ url, page }: Record<string, unknown>): Request | null {
  if (typeof url !== 'string') return null;
  return page === null || typeof page === 'string' ? { type: 'explain', url, page } : null;
}

function parseSignIn(message: Record<string, unknown>): Request | null {
  const form = parseForm(message.form);
  return form && typeof message.credential === 'string'
    ? { type: 'signIn', form, credential: message.credential }
    : null;
}

function parseForgotPassword(message: Record<string, unknown>): Request | null {
  const form = parseForm(message.form);
  return form && { type: 'forgotPassword', form };
}

function parseSignOut({ everywhere, hostedUi }: Record<string, unknown>): Request | null {
  if (typeof everywhere !== 'boolean' || typeof hostedUi !== 'boolean') return null;
  return { type: 'signOut', everywhere, hostedUi };
}

function parseSaveDraft(message: Record<string, unknown>): Request | null {
  const draft = parseDraft(message.draft);
  return draft && { type: 'saveDraft', draft };
}
