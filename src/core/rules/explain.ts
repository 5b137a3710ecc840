import { type ApiHost, coversName, coversUrl, hostText } from '../profile/api-host';
import { type HostAccess, isReachable } from '../profile/host-access';
import { asksFirst, carriesInFrames, scopeOf } from '../profile/profile';
import { isExactPageOf } from '../session/tab-navigation';
import { desiredRules } from './desired-rules';
import type { HeaderSource } from './header-source';
import type { NetRule, RuleAbilities } from './net-rule';
import { type PageStanding, pageStanding, trustedPages } from './own-pages';
import { isNavigation, isNotOpened, type Question, requestOf } from './question';
import { type ActingRules, actingRules } from './rule-match';
import { hostIndexOf, isGuard, slotOf } from './rule-registry';

/** Why a request carries a token or does not. */
export type ExplanationCode =
  | 'sent'
  | 'held'
  | 'asks'
  | 'urlMalformed'
  | 'pageMalformed'
  | 'noSuchHost'
  | 'hostRefused'
  | 'otherScheme'
  | 'otherPort'
  | 'otherPath'
  | 'hasUserinfo'
  | 'notOpened'
  | 'subdomain'
  | 'switchedOff'
  | 'noToken'
  | 'presigned'
  | 'pageNotAllowed'
  | 'framesOff'
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

/** All that decides: what is installed now, and what the browser has granted. */
export interface Circumstances {
  /** Every profile in the user's order. */
  readonly sources: readonly HeaderSource[];
  readonly abilities: RuleAbilities;
  readonly access: HostAccess;
}

// Where the hold page lies makes no difference to what is held.
const HOLD_PAGE = 'https://hold.invalid/?to=';

/**
 * Whether a request would carry a token, whose, and why. The answer is read off the very rules that are installed; only
 * the reason for a "no" is found by looking at what they were made of.
 */
export function explain(question: Question, circumstances: Circumstances): Explanation {
  const { sources, abilities, access } = circumstances;
  if (!URL.canParse(question.url)) return { code: 'urlMalformed', host: '', username: '' };
  if (question.page !== null && !URL.canParse(question.page)) {
    return { code: 'pageMalformed', host: '', username: '' };
  }
  const request = requestOf(question, access);
  const { session, dynamic } = desiredRules(sources, [], { abilities, holdPageUrl: HOLD_PAGE, access });
  const acting = request ? actingRules([...session, ...dynamic], request) : NO_RULES;
  const sender = senderOf(sources, acting);
  if (sender) return answer(obstacleTo(sender, question, circumstances) ?? 'sent', sender);
  const holder = holderOf(sources, acting);
  if (holder) return answer(fateOfHeld(holder, question, access), holder);
  return withoutRules(question, circumstances);
}

// The host that comes nearest says why.
function withoutRules(question: Question, circumstances: Circumstances): Explanation {
  const { sources } = circumstances;
  const { hostname, protocol } = new URL(question.url);
  const url = withoutUserinfo(question.url);
  const near = nearestOf(sources, url);
  const refused = sources.flatMap(({ profile }) => profile.refusedHosts).find((host) => coversUrl(host, url));
  if (refused && !(near && coversUrl(near.host, url))) {
    return { code: 'hostRefused', host: hostText(refused), username: '' };
  }
  if (!near) return { code: 'noSuchHost', host: hostname || protocol, username: '' };
  return answer(reasonOf(near, question, circumstances), near);
}

const NO_RULES: ActingRules = { headers: [], decisive: [] };

function withoutUserinfo(url: string): URL {
  return Object.assign(new URL(url), { username: '', password: '' });
}

/** A source, and the one of its API hosts that a URL is about. */
interface Place {
  readonly source: HeaderSource;
  readonly host: ApiHost;
}

function answer(code: ExplanationCode, { source, host }: Place): Explanation {
  return { code, host: hostText(host), username: source.profile.username };
}

/** Whose token the rules put on the request. */
function senderOf(sources: readonly HeaderSource[], { headers }: ActingRules): Place | null {
  const highest = headers.filter(({ id }) => !isGuard(id)).slice(-1);
  return firstPlaceOf(sources, highest);
}

/** The first for whom the rules hold the request: all hold it alike. */
function holderOf(sources: readonly HeaderSource[], { decisive }: ActingRules): Place | null {
  return firstPlaceOf(
    sources,
    decisive.filter(({ action }) => action.type === 'redirect'),
  );
}

function firstPlaceOf(sources: readonly HeaderSource[], rules: readonly NetRule[]): Place | null {
  for (const source of sources) {
    const rule = rules.find(({ id }) => slotOf(id) === source.profile.slot);
    const host = rule && source.profile.apiHosts[hostIndexOf(rule.id)];
    if (host) return { source, host };
  }
  return null;
}

// The hold page goes on with a token, asks the user first, or waits.
function fateOfHeld({ source, host }: Place, { page }: Question, access: HostAccess): ExplanationCode {
  if (!source.sent) return 'held';
  if (!asksFirst(source.profile, host)) return 'sent';
  const trusted = trustedPages(source.profile, host, access);
  const isTrusted = page === null || trusted.some((each) => isExactPageOf(each, page));
  return isTrusted && access.navigations ? 'sent' : 'asks';
}

/** The API host that covers the URL, if possible one with a token, else one that the user may have meant. */
function nearestOf(sources: readonly HeaderSource[], url: URL): Place | null {
  const all = sources.flatMap((source) => source.profile.apiHosts.map((host): Place => ({ source, host })));
  const covering = all.filter(({ host }) => coversUrl(host, url));
  const isBelow = ({ hostname }: ApiHost) => url.hostname.endsWith(`.${hostname}`);
  return (
    covering.find(({ source }) => source.sent) ??
    covering[0] ??
    all.find(({ host }) => coversName(host, url.hostname)) ??
    all.find(({ host }) => isBelow(host)) ??
    null
  );
}

// Without access to the host and to the page, the browser adds no header, and says nothing.
function obstacleTo(place: Place, question: Question, { access }: Circumstances): ExplanationCode | null {
  // The browser asks for no access to the page where what it sends is to be shown.
  const standing = question.sentAs === 'request' ? standingOf(place, question, access) : null;
  if (standing === 'notAllowed') return 'pageNotAllowed';
  const isHostReachable = isReachable(access, new URL(question.url));
  return standing === 'accessMissing' || !isHostReachable ? 'accessMissing' : null;
}

function reasonOf(place: Place, question: Question, { access }: Circumstances): ExplanationCode {
  const { profile, sent } = place.source;
  const url = new URL(question.url);
  if (!coversUrl(place.host, url)) return mismatchOf(place.host, url);
  if (isNotOpened(question)) return 'notOpened';
  if (!profile.attach) return 'switchedOff';
  if (!sent) return 'noToken';
  if (!isReachable(access, url)) return 'accessMissing';
  if (isNavigation(question)) return scopeOf(profile, place.host) === 'onlyPages' ? 'onlyPages' : 'presigned';
  const standing = standingOf(place, question, access);
  if (standing === 'onlyTyped' || standing === 'accessMissing') return standing;
  if (standing === 'notAllowed') return 'pageNotAllowed';
  const isShown = question.sentAs === 'frameOrForm';
  return isShown && !carriesInFrames(profile, place.host) ? 'framesOff' : 'presigned';
}

function standingOf({ source, host }: Place, { page }: Question, access: HostAccess): PageStanding | null {
  return page === null ? null : pageStanding(source.profile, host, new URL(page), access);
}

function mismatchOf(host: ApiHost, url: URL): ExplanationCode {
  if (!coversName(host, url.hostname)) return 'subdomain';
  if (![host.scheme, host.scheme.replace('http', 'ws')].includes(url.protocol.slice(0, -1)))
    return 'otherScheme';
  if (url.port !== host.port) return 'otherPort';
  // The filters begin with the host: what stands before an "@" could be anybody's name for another one.
  return url.username || url.password ? 'hasUserinfo' : 'otherPath';
}
