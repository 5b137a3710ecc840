/**
 * Every rule id and every priority. Ids tell profiles, hosts and kinds apart and mean the same rule after any restart;
 * priorities say who wins where several rules are about one request, on which the browsers disagree for equal ones.
 */

/** The rules that a host may have in memory. The numbers are part of the rule ids; never reuse one. */
export const SESSION_KINDS = {
  ownPages: 1,
  directNavigation: 2,
  cacheGuard: 3,
  ownSockets: 4,
  ownNavigation: 5,
  armed: 6,
  ownPagesAlone: 7,
  ownNavigationAlone: 8,
  ownSocketsAlone: 9,
  frameGuard: 10,
} as const;
export type SessionKind = keyof typeof SESSION_KINDS;

/** The rules that a host may have on disk, in a set with ids of its own; `presigned` and the next three are one kind. */
export const DYNAMIC_KINDS = { hold: 1, presigned: 2 } as const;

const IDS_PER_HOST = 20;
// Fifty hosts, then the passes, then the callback. A hundred thousand profiles stay below 2^31, where ids end.
const IDS_PER_PROFILE = 10_000;
const FIRST_PASS_ID = 1_000;
const CALLBACK_ID = 9_999;
const SIGN_IN_TAB_ID = 9_996;
const WITHDRAWAL_IDS = { signedOut: 9_998, switchedOff: 9_997 } as const;

/** What takes a profile's headers off before it is stored. */
export type Withdrawal = keyof typeof WITHDRAWAL_IDS;

export const WITHDRAWALS = Object.keys(WITHDRAWAL_IDS) as Withdrawal[];

/** How many navigations of one profile can have a token of their own at a time: their numbers are below this. */
export const MAX_PASSES = 400;

/**
 * The number that a host's rule ids count from; adding a kind gives a rule's id.
 * @param slot of the profile, 0 to 99,999
 * @param hostIndex the host's place in the profile, 0 to 49
 */
export function firstRuleId(slot: number, hostIndex: number): number {
  return slot * IDS_PER_PROFILE + hostIndex * IDS_PER_HOST;
}

/** The number that the ids of a single navigation's rules count from. @param number that of its pass, 0 to 399 */
export function firstPassRuleId(slot: number, number: number): number {
  return slot * IDS_PER_PROFILE + FIRST_PASS_ID + number * IDS_PER_HOST;
}

/** The id of the rule that keeps a profile's callback URL from its own server. */
export function callbackRuleId(slot: number): number {
  return slot * IDS_PER_PROFILE + CALLBACK_ID;
}

/** The id of the rule that leaves the tab alone that a profile's user signs in in. */
export function signInTabRuleId(slot: number): number {
  return slot * IDS_PER_PROFILE + SIGN_IN_TAB_ID;
}

/** The id of the rule that remembers this of a profile. */
export function withdrawalRuleId(slot: number, withdrawal: Withdrawal): number {
  return slot * IDS_PER_PROFILE + WITHDRAWAL_IDS[withdrawal];
}

/** The slot of the profile that a rule belongs to. */
export function slotOf(id: number): number {
  return Math.floor(id / IDS_PER_PROFILE);
}

/** The place in its profile of the host that a rule is about; 50 or more for a rule that is about none. */
export function hostIndexOf(id: number): number {
  return Math.floor((id % IDS_PER_PROFILE) / IDS_PER_HOST);
}

/** Whether a session rule is of this kind, of whatever profile, host or pass. */
export function isOfKind(id: number, kind: SessionKind): boolean {
  return id % IDS_PER_HOST === SESSION_KINDS[kind] && id % IDS_PER_PROFILE !== CALLBACK_ID;
}

/** Whether a session rule does no more than keep answers out of the cache. */
export function isGuard(id: number): boolean {
  return isOfKind(id, 'cacheGuard') || isOfKind(id, 'frameGuard');
}

// Each profile has a band of priorities, in which its `allow` rules lie below its headers: they keep off the hold and
// all headers of the profiles below, and leave its own.
const RANKED_KINDS = [
  'armed',
  'ownPagesAlone',
  'ownNavigationAlone',
  'ownSocketsAlone',
  'directNavigation',
  'ownPages',
  'ownNavigation',
  'ownSockets',
] as const satisfies readonly SessionKind[];
export type RankedKind = (typeof RANKED_KINDS)[number];

const BAND_SIZE = 10;
const LOWEST_BAND = 10;
const LAST_RANK = 99_999;
const ABOVE_BANDS = LOWEST_BAND + (LAST_RANK + 1) * BAND_SIZE;

// Rules of these kinds do the same whosever they are, so that those of two profiles may be equal: the guards and the hold
// give way to any token, and nothing of ours may touch a presigned request, a sign-in or a callback.
const PRIORITIES = {
  ...{ withdrawal: 1, cacheGuard: 1, frameGuard: 1, hold: 2 },
  ...{ presigned: ABOVE_BANDS, signInTab: ABOVE_BANDS, callback: ABOVE_BANDS + 1 },
} as const;

/** The priority of a rule that is the same for every profile. */
export function priorityOf(kind: keyof typeof PRIORITIES): number {
  return PRIORITIES[kind];
}

/**
 * The priority of a rule that is about a profile's token.
 * @param rank the profile's place in the user's order; 0 is the first, whose every rule is above all of the next
 */
export function rankedPriorityOf(kind: RankedKind, rank: number): number {
  const band = LAST_RANK - Math.min(rank, LAST_RANK);
  return LOWEST_BAND + band * BAND_SIZE + RANKED_KINDS.indexOf(kind);
}
