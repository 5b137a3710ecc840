const WINDOW_BITS = 4n;
const WINDOW_MASK = (1n << WINDOW_BITS) - 1n;

/**
 * `base ** exponent mod modulus` by fixed 4-bit windows, which needs a third of the multiplications of plain
 * square-and-multiply. BigInt is not constant-time; the secret exponents here live for one sign-in on the user's
 * own machine, where whoever can time this code can read its memory as well.
 * @param exponent not negative
 * @param modulus positive
 */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const powers = windowPowers(base, modulus);
  let result = 1n;
  for (let shift = highestWindow(exponent); shift >= 0n; shift -= WINDOW_BITS) {
    for (let bit = 0n; bit < WINDOW_BITS; bit++) result = (result * result) % modulus;
    const power = powers[Number((exponent >> shift) & WINDOW_MASK)] ?? 1n;
    result = (result * power) % modulus;
  }
  return result;
}

/** The remainder that is never negative, unlike `%`. */
export function mod(value: bigint, modulus: bigint): bigint {
  const remainder = value % modulus;
  return remainder < 0n ? remainder + modulus : remainder;
}

function windowPowers(base: bigint, modulus: bigint): readonly bigint[] {
  const powers = [1n];
  for (let index = 1; index <= Number(WINDOW_MASK); index++) {
    powers.push(((powers[index - 1] ?? 1n) * base) % modulus);
  }
  return powers;
}

function highestWindow(exponent: bigint): bigint {
  const windows = BigInt(Math.ceil((exponent.toString(16).length * 4) / Number(WINDOW_BITS)));
  return (windows - 1n) * WINDOW_BITS;
}
