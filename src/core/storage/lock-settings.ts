import { INITIAL_LOCK_SETTINGS, type LockSettings, parseLockSettings } from '../vault/vault-view';
import { StoredKey } from './stored-key';

/** When the vault locks by itself. */
export const LOCK_SETTINGS = new StoredKey<LockSettings>({
  area: 'local',
  key: 'lockSettings',
  version: 1,
  initial: INITIAL_LOCK_SETTINGS,
  parse: parseLockSettings,
});
