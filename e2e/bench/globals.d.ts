/** Set by entries/handshakes.ts. */
declare var measureRounds: typeof import('./handshake-rounds').measureRounds;
