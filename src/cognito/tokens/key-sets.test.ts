import { describe, expect, test } from 'vitest';
import { problemOf } from '../../core/auth-error';
import { createFakeKeySets } from '../../testing/fake-key-sets';
import type { KeySets } from './key-sets';

const URL_OF_POOL = 'https://pool.example/eu-central-1_A/.well-known/jwks.json';
const MINUTE = 60_000;

function jwk(kid: string) {
  return {
    kty: 'RSA',
    use: 'sig',
    alg: 'RS256',
    kid,
    n: Buffer.alloc(256, 0xff).toString('base64url'),
    e: 'AQAB',
  };
}

/** Key sets of a pool whose answers the test decides. */
function rig(answer: () => Response | Promise<Response>) {
  const requests: { readonly url: string; readonly init: RequestInit }[] = [];
  const clock = { nowMs: 1_000_000 };
  const keySets = createFakeKeySets({
    now: () => clock.nowMs,
    fetch: async (url, init = {}) => {
      requests.push({ url: String(url), init });
      return answer();
    },
  });
  return { keySets, clock, requests };
}

async function kidOf(keySets: KeySets, kid: string, url = URL_OF_POOL): Promise<string | null> {
  return (await keySets.keyFor(url, kid))?.kid ?? null;
}

async function codeOf(answer: () => Response | Promise<Response>): Promise<string> {
  return rig(answer)
    .keySets.keyFor(URL_OF_POOL, 'k1')
    .then(
      () => 'no error',
      (error: unknown) => problemOf(error).code,
    );
}

describe('J3: the key set', () => {
  test('is fetched once, without credentials, and never from where a redirect leads', async () => {
    const { keySets, requests } = rig(() => Response.json({ keys: [jwk('k1'), jwk('k2')] }));
    expect(await kidOf(keySets, 'k1')).toBe('k1');
    expect(await kidOf(keySets, 'k2')).toBe('k2');
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      url: URL_OF_POOL,
      init: { redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' },
    });
    expect(requests[0]?.init.signal).toBeInstanceOf(AbortSignal);
  });

  test('is fetched again for an unknown key, at most twice in five minutes, whatever keys are named', async () => {
    const { keySets, clock, requests } = rig(() => Response.json({ keys: [jwk('k1')] }));
    await kidOf(keySets, 'k1');
    for (let number = 0; number < 50; number++) expect(await kidOf(keySets, `forged${number}`)).toBeNull();
    expect(requests).toHaveLength(2);
    clock.nowMs += 5 * MINUTE;
    for (let number = 0; number < 50; number++) expect(await kidOf(keySets, `forged${number}`)).toBeNull();
    expect(requests).toHaveLength(4);
  });

  test('that has changed just after it was fetched is fetched once more', async () => {
    const kids = ['k1'];
    const { keySets, requests } = rig(() => Response.json({ keys: kids.map(jwk) }));
    await kidOf(keySets, 'k1');
    kids.push('k2');
    expect(await kidOf(keySets, 'k2')).toBe('k2');
    expect(requests).toHaveLength(2);
  });

  test('is fetched again when the clock was put back, so that none is out of reach for long', async () => {
    const { keySets, clock, requests } = rig(() => Response.json({ keys: [] }));
    await kidOf(keySets, 'k1');
    clock.nowMs -= 60 * MINUTE;
    await kidOf(keySets, 'k1');
    expect(requests).toHaveLength(2);
  });

  test('is fetched twice at most for many who ask at once', async () => {
    const { keySets, requests } = rig(() => Response.json({ keys: [jwk('k1')] }));
    const kids = Array.from({ length: 20 }, (_, index) => kidOf(keySets, index % 2 ? 'k1' : 'unknown'));
    expect(new Set(await Promise.all(kids))).toEqual(new Set(['k1', null]));
    // Once for the first that is asked for, and once more for the first that is not there.
    expect(requests).toHaveLength(2);
  });

  test('of one pool says nothing of another', async () => {
    const { keySets, requests } = rig(() => Response.json({ keys: [jwk('k1')] }));
    const other = URL_OF_POOL.replace('_A', '_B');
    await kidOf(keySets, 'k1');
    await kidOf(keySets, 'k1', other);
    expect(requests.map(({ url }) => url)).toEqual([URL_OF_POOL, other]);
  });

  test('that could not be had is asked for again the next time', async () => {
    const answers = [Response.error(), Response.json({ keys: [jwk('k1')] })];
    const { keySets } = rig(() => answers.shift() ?? Response.error());
    await expect(kidOf(keySets, 'k1')).rejects.toMatchObject({ code: 'notCognito' });
    expect(await kidOf(keySets, 'k1')).toBe('k1');
  });
});

describe('J3: an answer in place of a key set is trouble on the way, to be tried later:', () => {
  const json = { headers: { 'content-type': 'application/json' } };

  test.each<readonly [string, () => Response | Promise<Response>]>([
    ['unreachable', () => Promise.reject(new TypeError('failed to fetch'))],
    ['timedOut', () => Promise.reject(new DOMException('', 'TimeoutError'))],
    ['serviceFailed', () => new Response('', { status: 503 })],
    ['notCognito', () => new Response('{}', { ...json, status: 404 })],
    ['notCognito', () => new Response('{"keys":[]}', { headers: { 'content-type': 'text/html' } })],
    ['notCognito', () => new Response('{"keys":[]', json)],
    ['notCognito', () => new Response('{"keys":{}}', json)],
    ['notCognito', () => new Response(`{"keys":[]${' '.repeat(1_048_576)}}`, json)],
    ['no error', () => new Response(`{"keys":[]${' '.repeat(65_000)}}`, json)],
    [
      'no error',
      () => new Response('{"keys":[]}', { headers: { 'content-type': 'application/jwk-set+json' } }),
    ],
  ])('%s', async (code, answer) => {
    expect(await codeOf(answer)).toBe(code);
  });
});
