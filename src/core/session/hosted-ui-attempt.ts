/** A sign-in that is under way in a browser window. Holds secrets: it lies in memory only. */
export interface HostedUiAttempt {
  readonly responseType: 'code' | 'token';
  /** 128 bits or more, base64url: ties the answer to this attempt (RFC 6749 section 10.12). */
  readonly state: string;
  /** Ties the id token to this attempt (OpenID Connect Core, section 3.1.2.1). */
  readonly nonce: string;
  /** RFC 7636 section 4.1. */
  readonly codeVerifier: string;
  readonly redirectUri: string;
  /** The tab that the user signs in in; null for a window that the browser manages. */
  readonly tabId: number | null;
  /** Where it is such a window, whose tab nobody tells: the tabs that were there before. */
  readonly otherTabIds: readonly number[];
}

/** Longer than this nobody waits for a user at the pool's pages. */
export const ATTEMPT_LIFETIME_MS = 10 * 60_000;

/**
 * Whether a URL is the callback of an attempt with whatever the pool has added. The tab may pass other pages of the callback's host on
 * its way. Source: RFC 6749 section 3.1.2.
 */
export function isAnswerTo({ redirectUri }: Pick<HostedUiAttempt, 'redirectUri'>, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const [expected, actual] = [new URL(redirectUri), new URL(url)];
  return expected.origin === actual.origin && expected.pathname === actual.pathname;
}
