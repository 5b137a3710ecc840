import { webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { SLOTS, vaultKey } from '../../core/storage/vault';
import { boundToKdf, FEWEST_ITERATIONS, ITERATIONS, MOST_ITERATIONS } from '../../core/vault/sealed-vault';
import { FakeStorage } from '../../testing/fake-ports';
import { Store } from '../state/store';
import { Vault } from './vault';
import { passphraseKey, seal } from './vault-cipher';
import { VaultFile } from './vault-file';
import { VaultOpener } from './vault-opener';

const crypto = webcrypto as unknown as Crypto;
const ENTRY = { iv: 'aXY', data: 'ZGF0YQ' };

let storage: FakeStorage;

beforeEach(() => {
  storage = new FakeStorage();
});

const fileOf = (kept = storage) => new VaultFile('passphrase', new Store({ storage: kept }));
const slots = () =>
  storage.get(
    'local',
    SLOTS.map((slot) => `vault:passphrase:${slot}`),
  );

describe('a vault on the disk', () => {
  test('is written to the older of two slots, and the newer one counts', async () => {
    const file = fileOf();
    for (const at of [1, 2, 3]) await file.write({ lock: null, entries: { [`p${at}`]: ENTRY } });
    expect(await fileOf().read()).toMatchObject({ sequence: 3, entries: { p3: ENTRY } });
    expect(await slots()).toMatchObject({
      'vault:passphrase:a': { value: { sequence: 2 } },
      'vault:passphrase:b': { value: { sequence: 3 } },
    });
  });

  test('is the last good one where the newest cannot be read, which is set aside', async () => {
    const file = fileOf();
    for (const at of [1, 2]) await file.write({ lock: null, entries: { [`p${at}`]: ENTRY } });
    const broken = { version: 1, value: { sequence: 2, entries: 'torn' } };
    await storage.set('local', { 'vault:passphrase:a': broken });
    const store = new Store({ storage });
    expect(await new VaultFile('passphrase', store).read()).toMatchObject({ entries: { p1: ENTRY } });
    expect(await store.setAside()).toMatchObject([{ key: 'vault:passphrase:a', ...broken }]);
  });

  test('says so where the disk does not give back what was written', async () => {
    const forgetful = new FakeStorage();
    forgetful.set = async () => undefined;
    await expect(fileOf(forgetful).write({ lock: null, entries: {} })).rejects.toThrow('notStored');
  });

  test('leaves nothing of what is replaced', async () => {
    const file = fileOf();
    await file.write({ lock: null, entries: { gone: ENTRY } });
    await file.replace({ lock: null, entries: {} });
    expect(storage.text).not.toContain('gone');
  });
});

describe('what is stored as a vault', () => {
  const lockOf = (iterations: number) => ({
    kdf: { name: 'PBKDF2-SHA256', iterations, salt: 'c2FsdA' },
    wrappedKey: ENTRY,
  });
  const reads = (value: unknown) => vaultKey('passphrase', 'a').read({ version: 1, value }).value !== null;

  test('may not make the key too cheap, nor keep the worker busy for minutes', () => {
    const withIterations = (iterations: number) =>
      reads({ sequence: 1, lock: lockOf(iterations), entries: {} });
    expect([FEWEST_ITERATIONS, ITERATIONS, MOST_ITERATIONS].map(withIterations)).toEqual([true, true, true]);
    const refused = [FEWEST_ITERATIONS - 1, MOST_ITERATIONS + 1, 0, -1, 600_000.5, Number.NaN, Infinity];
    expect(refused.filter(withIterations)).toEqual([]);
  });

  test('is read, whatever it is, without an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (a, b) => {
        const drawn = new FakeStorage();
        await drawn.set('local', { 'vault:passphrase:a': a, 'vault:passphrase:b': { version: 1, value: b } });
        expect(await fileOf(drawn).read()).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});

describe('the passphrase of a vault', () => {
  const opener = (store: Store) =>
    new VaultOpener({
      store,
      crypto,
      clock: { now: () => 0 },
      vault: new Vault('passphrase', { store, crypto }),
    });

  test('opens one that was made with fewer iterations, which then gets those of today', async () => {
    const kdf = { name: 'PBKDF2-SHA256', iterations: FEWEST_ITERATIONS, salt: 'c2FsdHNhbHQ' } as const;
    const wrappedKey = await seal(
      crypto,
      await passphraseKey(crypto, 'früher', kdf),
      'dataKey',
      boundToKdf(kdf),
    );
    await fileOf().write({ lock: { kdf, wrappedKey }, entries: {} });
    // Typed on another keyboard: the same letter, written in two.
    await opener(new Store({ storage })).unlock('fru\u0308her');
    const { lock } = (await fileOf().read()) ?? {};
    expect(lock?.kdf.iterations).toBe(ITERATIONS);
    expect(lock?.kdf.salt).not.toBe(kdf.salt);
    expect(await opener(new Store({ storage })).access()).toMatchObject({ dataKey: 'dataKey' });
  });

  test('opens nothing whose parameters were tampered with', async () => {
    await opener(new Store({ storage })).create('correct horse');
    const vault = await fileOf().read();
    const weaker = { ...vault?.lock?.kdf, iterations: FEWEST_ITERATIONS };
    const tampered = { version: 1, value: { ...vault, lock: { ...vault?.lock, kdf: weaker } } };
    await storage.set('local', { 'vault:passphrase:a': tampered, 'vault:passphrase:b': tampered });
    await expect(opener(new Store({ storage })).unlock('correct horse')).rejects.toThrow('passphraseWrong');
  });
});
