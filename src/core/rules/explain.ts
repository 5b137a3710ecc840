import { type ApiHost, coversName, coversUrl, hostText, matchPatternOf } from '../profile/api-host';
import { scopeOf } from '../profile/profile';
import { type Attachment, desiredRules, type RuleAbilities } from './header-rules';
import { desiredHoldRules } from './hold-rules';
import { type NetRequest, outcomeOf } from './rule-match';

/** Why a request carries a token or does not. */
export type ExplanationCode =
  | 'sent'
  | 'held'
  | 'urlMalformed'
  | 'pageMalformed'
  | 'noSuchHost'
  | 'otherScheme'
  | 'otherPort'
  | 'otherPath'
  | 'subdomain'
  | 'switchedOff'
  | 'noToken'
  | 'presigned'
  | 'pageNotAllowed'
  | 'onlyTyped'
  | 'onlyPages'
  | 'accessMissing';

export interface Explanation {
  readonly code: ExplanationCode;
  /** The API host it is about, as the user typed it; the host name of the URL where there is none. */
  readonly host: string;
  /** The user whose token it is; empty where there is none. */
  readonly username: string;
}

/** What a user wants to know about: a URL, and the page it comes from; null for a URL that is typed or opened. */
export interface Question {
  readonly url: string;
  readonly page: string | null;
}

/** All that decides: what is installed now, and what the browser has not granted. */
export interface Circumstances {
  readonly attachments: readonly Attachment[];
  readonly abilities: RuleAbilities;
  /** Host match patterns without access. */
  readonly missingAccess: readonly string[];
}

// Stands for the hold page: where it lies makes no difference to what is held.
const HOLD_PAGE = 'about:blank#';

/**
 * Whether a request would carry a token, and why. The answer is read off the very rules that are installed; only the
 * reason for a "no" is found by looking at what they were made of.
 */
export function explain(question: Question, circumstances: Circumstances): Explanation {
  const { attachments, abilities } = circumstances;
  if (!URL.canParse(question.url)) return { code: 'urlMalformed', host: '', username: '' };
  if (question.page !== null && !URL.canParse(question.page)) {
    return { code: 'pageMalformed', host: '', username: '' };
  }
  const request = requestOf(question);
  const rules = [...desiredRules(attachments, abilities), ...desiredHoldRules(attachments, HOLD_PAGE)];
  const { headers, isRedirected } = outcomeOf(rules, request);
  const near = nearestOf(attachments, request.url);
  if (!near) return { code: 'noSuchHost', host: request.url.hostname, username: '' };
  const { attachment, host } = near;
  const about = { host: hostText(host), username: attachment.profile.username };
  const bearer = headers.get(attachment.profile.header.name.toLowerCase());
  const isSent = bearer !== undefined;
  if (isSent && !isAccessMissing(near, request, circumstances)) return { code: 'sent', ...about };
  // Where each navigation is held for a token of its own, it gets one as long as others do.
  if (isRedirected) return { code: attachment.passes && attachment.sent ? 'sent' : 'held', ...about };
  return { code: isSent ? 'accessMissing' : reasonOf(near, request), ...about };
}

function requestOf({ url, page }: Question): NetRequest {
  const initiator = page === null ? null : new URL(page).hostname;
  const type = page === null ? 'main_frame' : 'xmlhttprequest';
  return { url: new URL(url), method: 'get', type, initiator, top: initiator };
}

interface Near {
  readonly attachment: Attachment;
  readonly host: ApiHost;
}

/** The API host that covers the URL, else one that the user may have meant. */
function nearestOf(attachments: readonly Attachment[], url: URL): Near | null {
  const all = attachments.flatMap((attachment) =>
    attachment.profile.apiHosts.map((host): Near => ({ attachment, host })),
  );
  const isBelow = ({ hostname }: ApiHost) => url.hostname.endsWith(`.${hostname}`);
  return (
    all.find(({ host }) => coversUrl(host, url)) ??
    all.find(({ host }) => coversName(host, url.hostname)) ??
    all.find(({ host }) => isBelow(host)) ??
    null
  );
}

function reasonOf(near: Near, request: NetRequest): ExplanationCode {
  const { attachment, host } = near;
  const { profile, sent } = attachment;
  if (!coversUrl(host, request.url)) return mismatchOf(host, request.url);
  if (!profile.attach) return 'switchedOff';
  if (!sent) return 'noToken';
  const scope = scopeOf(profile, host);
  if (request.type === 'main_frame') return scope === 'onlyPages' ? 'onlyPages' : 'presigned';
  if (scope === 'onlyTyped') return 'onlyTyped';
  return pagesOf(near, request).length > 0 ? 'presigned' : 'pageNotAllowed';
}

/** What makes the request's page one that may use the token. */
function pagesOf({ attachment, host }: Near, { initiator }: NetRequest): readonly ApiHost[] {
  return [host, ...attachment.profile.allowedPages].filter((page) => isPageOf(page, initiator));
}

function isPageOf({ hostname }: ApiHost, initiator: string | null): boolean {
  return initiator !== null && (initiator === hostname || initiator.endsWith(`.${hostname}`));
}

function mismatchOf(host: ApiHost, url: URL): ExplanationCode {
  if (!coversName(host, url.hostname)) return 'subdomain';
  if (![host.scheme, host.scheme.replace('http', 'ws')].includes(url.protocol.slice(0, -1)))
    return 'otherScheme';
  return url.port === host.port ? 'otherPath' : 'otherPort';
}

// Without access to the host and to the page, the browser adds no header, and says nothing.
function isAccessMissing(near: Near, request: NetRequest, { missingAccess }: Circumstances): boolean {
  const places = [near.host, ...pagesOf(near, request)];
  return places.some((place) => missingAccess.includes(matchPatternOf(place)));
}
