import { measureRounds } from '../handshake-rounds';

// All that the throw-away extension runs. Node loads the same script.
globalThis.measureRounds = measureRounds;
