import { concat, utf8 } from '../../src/cognito/bytes';
import { fromBase64, toBase64 } from '../../src/core/base64';
import { type HandshakeInput, randomInput } from './handshake-input';
import { libraryHandshake } from './library-handshake';
import { ownHandshake, ownSignatureFor } from './own-handshake';

/** How long each side took for the same input, each drawing its own secret as it ships, in milliseconds. */
export interface HandshakeRound {
  readonly libraryMs: number;
  readonly ownMs: number;
}

/** How often to measure, and how often to run unmeasured before that. */
export interface RoundCounts {
  readonly warmUp: number;
  readonly measured: number;
}

/**
 * Runs both sides in turns, so that whatever else the machine does slows both alike.
 * @throws Error if the two derive different session keys
 */
export async function measureRounds({ warmUp, measured }: RoundCounts): Promise<HandshakeRound[]> {
  const rounds: HandshakeRound[] = [];
  for (let index = 0; index < warmUp + measured; index++) {
    const round = await measureRound(randomInput());
    if (index >= warmUp) rounds.push(round);
  }
  return rounds;
}

async function measureRound(input: HandshakeInput): Promise<HandshakeRound> {
  const library = await timed(() => libraryHandshake(input));
  const own = await timed(() => ownHandshake(input));
  // Not timed: from the same secret, only the same key gives the same signature.
  const { secret, sessionKey } = library.result;
  if ((await ownSignatureFor(input, secret)) !== (await signature(sessionKey, input))) {
    throw new Error('the two handshakes derived different session keys from the same input');
  }
  return { libraryMs: library.ms, ownMs: own.ms };
}

async function timed<Result>(run: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  const startedAt = performance.now();
  const result = await run();
  return { result, ms: performance.now() - startedAt };
}

async function signature(key: Uint8Array<ArrayBuffer>, input: HandshakeInput): Promise<string> {
  const { subtle } = globalThis.crypto;
  const hmacKey = await subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const message = concat(
    utf8(input.poolName),
    utf8(input.userId),
    fromBase64(input.secretBlock),
    utf8(input.timestamp),
  );
  return toBase64(new Uint8Array(await subtle.sign('HMAC', hmacKey, message)));
}
