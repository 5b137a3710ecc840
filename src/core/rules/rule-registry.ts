const IDS_PER_PROFILE = 1_000;
const IDS_PER_HOST = 10;
const LAST_ID_OF_PROFILE = 999;
// Above those of a million profiles.
const FIRST_PASS_ID = 1_000_000_000;

/**
 * The number that a host's rule ids count from; adding a kind (1 to 9) gives a rule's id. It depends on nothing but the
 * profile's slot and the host's place, so that an id means the same rule after any restart.
 */
export function firstRuleId(slot: number, hostIndex: number): number {
  return slot * IDS_PER_PROFILE + hostIndex * IDS_PER_HOST;
}

/** The id of the rule that keeps a profile's callback URL from its own server. Hosts do not reach so far. */
export function callbackRuleId(slot: number): number {
  return slot * IDS_PER_PROFILE + LAST_ID_OF_PROFILE;
}

/** The number that the ids of a navigation's own rules count from. @param index the navigation's place among all */
export function firstPassRuleId(index: number): number {
  return FIRST_PASS_ID + index * IDS_PER_HOST;
}

/** The kind that an id was made with. */
export function ruleKindOf(id: number): number {
  return id % IDS_PER_HOST;
}
