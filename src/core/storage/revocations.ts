import { isRecord } from '../guards';
import { objectOf, oneOf, orNull, readNumber, readText } from '../readers';
import type { PendingRevocation } from '../session/revocation';
import { RENEWALS } from '../session/token';
import { revocationsOfVersion1 } from './revocations-version-1';
import { type SetAside, StoredKey } from './stored-key';
import { parseProfile, storedProfile } from './stored-profile';

const readRevocation = objectOf<PendingRevocation>({
  id: readText,
  profile: (value) => parseProfile(value) ?? undefined,
  clientSecret: orNull(readText),
  refreshToken: orNull(readText),
  renewal: oneOf(RENEWALS),
  everywhereBy: orNull(readText),
  failures: readNumber,
  retryAtMs: readNumber,
});

/** Tokens still to be given back. */
export const REVOCATIONS = new StoredKey<readonly PendingRevocation[]>({
  area: 'session',
  key: 'revocations',
  version: 2,
  initial: [],
  parse: parseRevocations,
  migrations: { 1: revocationsOfVersion1 },
  store: (queue) => queue.map((pending) => ({ ...pending, profile: storedProfile(pending.profile) })),
});

function parseRevocations(value: unknown, setAside: SetAside): readonly PendingRevocation[] | null {
  if (!Array.isArray(value)) return null;
  return value.flatMap((stored) => {
    const pending = isRecord(stored) ? readRevocation(stored) : undefined;
    if (!pending) setAside(stored);
    return pending ? [pending] : [];
  });
}
