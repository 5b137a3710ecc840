import { base32Bytes } from '../bytes';
import { hmac } from '../hmac';

const STEP_MS = 30_000;
const DIGITS = 6;

/**
 * The code that an authenticator app shows.
 * Source: RFC 6238 (time steps of 30 s) over RFC 4226 section 5.3 (HMAC-SHA-1, six digits): all that Cognito offers.
 * @param secret base32, upper case without padding
 * @param timeMs epoch ms; should be the pool's clock
 */
export async function totpCode(subtle: SubtleCrypto, secret: string, timeMs: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(timeMs / STEP_MS)));
  const { buffer } = await hmac(subtle, 'SHA-1', base32Bytes(secret), counter);
  const mac = new DataView(buffer);
  // Dynamic truncation: the last four bits say where the 31 bits are.
  const offset = mac.getUint8(mac.byteLength - 1) & 0x0f;
  const number = mac.getUint32(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}
