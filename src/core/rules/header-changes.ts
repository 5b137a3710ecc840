import type { Profile, TokenUse } from '../profile/profile';
import type { SentTokens } from '../session/token';
import type { HeaderChange, NetRule } from './net-rule';

// Both browsers serve answers that were cached for another user, or before the sign-out, unless the request says this.
// `no-store` is for Firefox, which else asks whether what it has is still good, and an API whose ETag is the same for
// every user says yes. Chromium does not ask.
export const NO_CACHE: HeaderChange = {
  header: 'cache-control',
  operation: 'set',
  value: 'no-store, no-cache',
};

// J9 (docs/checks.md), the last gate: what no compact JWT can hold (a line break, a comma) never gets into a header,
// nor do two tokens.
const COMPACT_JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** The kinds of token that requests carry. */
export function attachedUses({
  tokenUse,
  accessTokenHeader,
}: Pick<Profile, 'tokenUse' | 'accessTokenHeader'>): readonly TokenUse[] {
  return accessTokenHeader === null ? [tokenUse] : [tokenUse, 'access'];
}

/**
 * The headers that carry these tokens, and those that keep the answer from being taken for another user's.
 * @returns null where a token is not fit for a header
 */
export function headerChanges(
  { header, accessTokenHeader }: Profile,
  { token, access }: SentTokens,
): readonly HeaderChange[] | null {
  const carried = [{ ...header, jwt: token.jwt }];
  if (accessTokenHeader !== null && access)
    carried.push({ name: accessTokenHeader, prefix: '', jwt: access.jwt });
  if (!carried.every(({ jwt }) => COMPACT_JWT.test(jwt))) return null;
  const set = carried.map(({ name, prefix, jwt }): HeaderChange => {
    return { header: name.toLowerCase(), operation: 'set', value: `${prefix}${jwt}` };
  });
  return [...set, NO_CACHE];
}

/** Whether a rule puts a token, or what stands for one, into requests. */
export function carriesToken({ action }: NetRule): boolean {
  return (
    action.type === 'modifyHeaders' && action.requestHeaders.some(({ header }) => header !== NO_CACHE.header)
  );
}
