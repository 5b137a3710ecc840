import { type Session, SIGNED_OUT } from '../../core/session/session';
import { sessionKey } from '../../core/storage/stored';
import type { WithLock } from '../ports';
import type { Store } from './store';

/** The sessions in memory storage, one per profile. */
export interface SessionStore {
  read(profileId: string): Promise<Session>;
  /**
   * Changes a session in one step that no other change can come between. Nothing waits for the network inside.
   * @param change gets the session as it is now; gives the same object to leave it
   * @returns the session as it was before
   */
  change(profileId: string, change: (session: Session) => Session): Promise<Session>;
}

/** @param onChange runs after each change, before `change` returns: whoever asked may rely on the header rules */
export function createSessionStore(
  storage: Store,
  withLock: WithLock,
  onChange: () => Promise<void>,
): SessionStore {
  return {
    read: (profileId) => storage.read(sessionKey(profileId)),
    change: async (profileId, change) => {
      const key = sessionKey(profileId);
      const [before, after] = await withLock(`session:${profileId}`, async () => {
        const current = await storage.read(key);
        const next = change(current);
        if (next === SIGNED_OUT) await storage.remove(key);
        else if (next !== current) await storage.write(key, next);
        return [current, next] as const;
      });
      if (after !== before) await onChange();
      return before;
    },
  };
}
