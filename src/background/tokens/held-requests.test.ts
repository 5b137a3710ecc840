import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import type { NetRequest } from '../../core/rules/rule-match';
import { outcomeOf } from '../../core/rules/rule-match';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

const ME = 'https://api.example.com/me?a=1';
const OFFLINE = 1_000;
let keys: SigningKeys;
let rig: BackgroundRig;

beforeAll(async () => {
  keys = await generateSigningKeys();
});

beforeEach(async () => {
  rig = await createBackgroundRig(keys);
});

afterEach(() => rig.close());

async function signIn(overrides: object = {}) {
  const form = { ...rig.formFor(), fetchMode: 'everyRequest', ...overrides } as const;
  return rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
}

/** What the rules that stand now do to a request. */
function outcome(request: Partial<NetRequest>) {
  const rules = [...rig.netRules.sets.dynamic, ...rig.netRules.sets.session];
  const whole = { url: new URL(ME), method: 'get', type: 'main_frame', initiator: null, top: null };
  const { headers, isRedirected } = outcomeOf(rules, { ...whole, ...request });
  return isRedirected ? 'held' : headers.get('authorization');
}

const fetched = () => outcome({ type: 'xmlhttprequest', initiator: 'api.example.com' });
/** The navigation with which the hold page goes on. */
const navigated = (tabId: number, url = ME) => outcome({ tabId, url: new URL(url), initiator: 'id' });
/** Tells that a request was sent with this header. */
const sent = (value: string | undefined) =>
  rig.apiRequests.send(value === undefined ? [] : [{ name: 'Authorization', value }]);

describe('where requests can be held', () => {
  const own = () =>
    sent(fetched()).then((headers) => headers.find(({ name }) => /^authorization$/i.test(name))?.value);

  beforeEach(async () => {
    rig.apiRequests.canHold = true;
    await rig.restart();
    await signIn();
  });

  test('each has its own token, and the rules hold none', async () => {
    expect(rig.netRules.bearers).not.toEqual([]);
    expect(JSON.stringify(rig.netRules.rules)).not.toContain('eyJ');
    const tokens = await Promise.all(Array.from({ length: 20 }, own));
    expect(new Set(tokens).size).toBe(20);
    for (const token of tokens) expect(token).toMatch(/^Bearer eyJ/);
    expect(navigated(1)).toBe(fetched());
  });

  test('what the rules did not mark is left as it is', async () => {
    for (const headers of [[], [{ name: 'Authorization', value: 'Bearer id-1' }]]) {
      expect(await rig.apiRequests.send(headers)).toBe(headers);
    }
  });

  test('a navigation goes on neither with the last token nor without one, but waits', async () => {
    const resumed = () => rig.send({ type: 'resumeNavigation', url: ME, tabId: 1 });
    await own();
    rig.pool.failNext('drop', OFFLINE);
    expect(await own()).toBeUndefined();
    expect(await resumed()).toMatchObject({ ok: true, value: { kind: 'wait' } });
    rig.pool.stopFailing();
    await rig.stateAfter({ type: 'refreshNow' });
    expect(await resumed()).toMatchObject({ ok: true, value: { kind: 'continue' } });
  });

  test('without a token to be had they go without, and navigations are held', async () => {
    await own();
    const marked = fetched();
    rig.pool.failNext('drop', OFFLINE);
    expect(await own()).toBeUndefined();
    expect(await sent(marked)).toEqual([]);
    expect(navigated(1)).toBe('held');
    rig.pool.stopFailing();
    await rig.fireAlarm();
    expect(await own()).toMatch(/^Bearer eyJ/);
  });

  test('the mark is another in each worker', async () => {
    const before = fetched();
    await rig.restart();
    expect(fetched()).not.toBe(before);
    expect(await sent(before)).toEqual([{ name: 'Authorization', value: before }]);
  });
});
