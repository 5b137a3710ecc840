import type { HostAccess } from '../profile/host-access';

/** A declarativeNetRequest rule, as far as we use them. Source: MDN, "declarativeNetRequest.Rule". */
export interface NetRule {
  readonly id: number;
  readonly priority: number;
  readonly action: RuleAction;
  readonly condition: RuleCondition;
}

export type RuleAction =
  | { readonly type: 'allow' }
  | { readonly type: 'block' }
  | { readonly type: 'redirect'; readonly redirect: { readonly regexSubstitution: string } }
  | { readonly type: 'modifyHeaders'; readonly requestHeaders: readonly HeaderChange[] };

export interface RuleCondition {
  readonly urlFilter?: string;
  readonly regexFilter?: string;
  readonly isUrlFilterCaseSensitive?: boolean;
  readonly requestDomains?: readonly string[];
  readonly initiatorDomains?: readonly string[];
  readonly excludedInitiatorDomains?: readonly string[];
  readonly topDomains?: readonly string[];
  readonly resourceTypes?: readonly string[];
  readonly excludedResourceTypes?: readonly string[];
  readonly requestMethods?: readonly string[];
  readonly excludedRequestMethods?: readonly string[];
  readonly tabIds?: readonly number[];
  readonly excludedTabIds?: readonly number[];
}

export interface HeaderChange {
  readonly header: string;
  readonly operation: 'set';
  readonly value: string;
}

/** What this browser can do beyond what both can. */
export interface RuleAbilities {
  /** Whether a condition may name the domain of the tab's page (`topDomains`): Chromium, not Firefox. */
  readonly topDomains: boolean;
}

/** What rules have to know of the browser that they are for. */
export interface RuleBrowser {
  readonly abilities: RuleAbilities;
  /** The extension's own page; the hold rules append the URL that was asked for. */
  readonly holdPageUrl: string;
  /** What the browser lets the extension act on now. */
  readonly access: HostAccess;
}

// Excluding one harmless type is the one way that both browsers take to mean "every type, main_frame included":
// without any list main_frame is left out, and an empty list means different things to them.
export const EVERY_RESOURCE_TYPE = { excludedResourceTypes: ['csp_report'] };

/** The tab of what belongs to none, such as a worker's requests. Source: Chrome, "tabs.TAB_ID_NONE". */
export const NO_TAB = -1;
