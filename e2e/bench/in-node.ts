import { pathToFileURL } from 'node:url';
import type { HandshakeExtension } from './build-handshakes';
import type { HandshakeRound } from './handshake-rounds';
import { ROUND_COUNTS } from './round-counts';

/** Measures in this process, with the very script that the worker runs. */
export async function measureInNode({ script }: HandshakeExtension): Promise<HandshakeRound[]> {
  await import(pathToFileURL(script).href);
  return globalThis.measureRounds(ROUND_COUNTS);
}
