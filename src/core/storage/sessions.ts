import { isRecord } from '../guards';
import { type Session, SIGNED_OUT } from '../session/session';
import { readSession } from './session-readers';
import { StoredKey } from './stored-key';

/** The name under which the session of a profile lies. */
export function sessionName(profileId: string): string {
  return `session:${profileId}`;
}

/** The tokens, the open challenge or the attempt of one profile. */
export function sessionKey(profileId: string): StoredKey<Session> {
  return new StoredKey<Session>({
    area: 'session',
    key: sessionName(profileId),
    version: 2,
    initial: SIGNED_OUT,
    parse: (value) => readSession(value) ?? null,
    migrations: { 1: sessionOfVersion1 },
  });
}

// Passes had no numbers of their own.
function withNumbers(oneTime: Readonly<Record<string, unknown>>): unknown {
  const passes = Array.isArray(oneTime.passes) ? oneTime.passes : [];
  return { ...oneTime, passes: passes.map((pass, number) => (isRecord(pass) ? { number, ...pass } : pass)) };
}

/**
 * Version 1 held the refresh token and the renewal beside the JWTs, which are credentials now and are taken over by their
 * key; challenges of its first builds offered no choice.
 * One-time tokens had another name.
 */
function sessionOfVersion1(value: unknown): unknown {
  if (!isRecord(value)) return null;
  const { allotment: oneTime, challenge, ...session } = value;
  return {
    ...session,
    ...(isRecord(oneTime) && { oneTime: withNumbers(oneTime) }),
    ...(isRecord(challenge) && { challenge: { choices: [], chosen: null, ...challenge } }),
  };
}
