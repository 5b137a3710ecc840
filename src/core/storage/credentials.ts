import { isRecord } from '../guards';
import { objectOf, oneOf, orElse, orNull, readFlag, readNumber, readText } from '../readers';
import {
  type Credentials,
  type KeptPassword,
  NO_CREDENTIALS,
  type RememberedDevice,
} from '../session/credentials';
import { RENEWALS } from '../session/token';
import { sessionName } from './sessions';
import { StoredKey } from './stored-key';

const readDevice = objectOf<RememberedDevice>({
  key: readText,
  groupKey: readText,
  password: readText,
  username: readText,
  // Earlier builds kept no other.
  isConfirmed: orElse(readFlag, true),
});

/** Reads stored credentials; undefined for anything else. */
export const readCredentials = objectOf<Credentials>({
  clientSecret: orNull(readText),
  totpSecret: orNull(readText),
  device: orNull(readDevice),
  refreshToken: orNull(readText),
  renewal: oneOf(RENEWALS),
  // Earlier builds kept none.
  password: orElse(
    orNull(objectOf<KeptPassword>({ text: readText, usedAtMs: readNumber, isUnanswered: readFlag })),
    null,
  ),
});

/** All that gets tokens of one profile again. */
export function credentialsKey(profileId: string): StoredKey<Credentials> {
  const session = sessionName(profileId);
  const [secrets, clientSecret] = [`secrets:${profileId}`, `clientSecret:${profileId}`];
  return new StoredKey<Credentials>({
    area: 'session',
    key: `credentials:${profileId}`,
    version: 1,
    initial: NO_CREDENTIALS,
    parse: (value) => readCredentials(value) ?? null,
    formerKeys: {
      keys: [secrets, clientSecret, session],
      replaced: [secrets, clientSecret],
      envelopeOf: (stored) => formerCredentials(stored[secrets], stored[clientSecret], stored[session]),
    },
  });
}

/** The secrets lay under a key of their own, in the first builds a client secret alone; the rest beside the tokens. */
function formerCredentials(secrets: unknown, clientSecret: unknown, session: unknown): unknown {
  const known = objectIn(secrets) ?? { clientSecret: valueIn(clientSecret) };
  const tokens = objectIn(session)?.tokens;
  const grant = isRecord(tokens) && 'refreshToken' in tokens ? tokens : null;
  if (secrets === undefined && clientSecret === undefined && !grant) return undefined;
  const value: Credentials = {
    clientSecret: readText(known.clientSecret) ?? null,
    totpSecret: readText(known.totpSecret) ?? null,
    device: readDevice(known.device) ?? null,
    refreshToken: readText(grant?.refreshToken) ?? null,
    password: null,
    renewal: grant ? (oneOf(RENEWALS)(grant.renewal) ?? firstRenewal(grant)) : 'none',
  };
  return { version: 1, value };
}

// The first builds knew one way to renew tokens, for which a refresh token was all it took.
function firstRenewal({ refreshToken }: Record<string, unknown>): Credentials['renewal'] {
  return typeof refreshToken === 'string' ? 'userPoolApi' : 'none';
}

function objectIn(envelope: unknown): Record<string, unknown> | null {
  const value = valueIn(envelope);
  return isRecord(value) ? value : null;
}

// All of them were of version 1.
function valueIn(envelope: unknown): unknown {
  return isRecord(envelope) && envelope.version === 1 ? envelope.value : undefined;
}
