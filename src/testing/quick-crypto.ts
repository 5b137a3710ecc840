import { webcrypto } from 'node:crypto';

/** Web Cryptography in which a passphrase becomes a key by one iteration, whatever is asked for: no test need wait for it. */
export function quickCrypto(): Crypto {
  const { subtle } = webcrypto as unknown as Crypto;
  const deriveKey = ((algorithm: object, ...rest: unknown[]) => {
    const derive = subtle.deriveKey as (...args: unknown[]) => Promise<CryptoKey>;
    return derive.call(
      subtle,
      'iterations' in algorithm ? { ...algorithm, iterations: 1 } : algorithm,
      ...rest,
    );
  }) as SubtleCrypto['deriveKey'];
  const quick = new Proxy(subtle, {
    get: (target, name) => {
      if (name === 'deriveKey') return deriveKey;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { ...bound(webcrypto as unknown as Crypto), subtle: quick } as Crypto;
}

function bound(crypto: Crypto): Pick<Crypto, 'getRandomValues' | 'randomUUID'> {
  return {
    getRandomValues: (array) => crypto.getRandomValues(array),
    randomUUID: () => crypto.randomUUID(),
  };
}
