import { readNumber } from '../readers';
import { StoredKey } from './stored-key';

/** By how much the local clock was set back since the browser started, in ms. Stored times are told by that measure. */
export const SET_BACK = new StoredKey<number>({
  area: 'session',
  key: 'setBack',
  version: 1,
  initial: 0,
  parse: (value) => readNumber(value) ?? null,
});
