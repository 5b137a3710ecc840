import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';
import { FakeNetRules } from '../../testing/fake-ports';

const SIGN_OUT = { type: 'signOut', everywhere: false, hostedUi: false } as const;

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

const holds = () => rig.netRules.sets.dynamic.filter(({ action }) => action.type === 'redirect');
const presigned = () => rig.netRules.sets.dynamic.filter(({ action }) => action.type === 'allow');
const armed = () => rig.netRules.rules.filter(({ action }) => action.type === 'allow');

describe('the rule that holds navigations', () => {
  test('stands as soon as somebody has signed in, and beside it the one that switches it off', async () => {
    expect(rig.netRules.sets.dynamic).toEqual([]);
    await rig.signIn();
    expect(holds()).toHaveLength(1);
    expect(presigned()).toHaveLength(4);
    expect(armed()).toHaveLength(1);
  });

  test('survives the browser, of which nothing else does: no token, no bearer, no secret', async () => {
    await rig.signIn({ ...rig.formFor({ clientSecret: 'canary-secret' }), clientSecret: 'canary-secret' });
    const { dynamic } = rig.netRules.sets;
    await rig.restartBrowser();
    expect(rig.netRules.sets.dynamic).toEqual(dynamic);
    expect(holds()).toHaveLength(1);
    expect(armed()).toEqual([]);
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.badge()).toBe('needsUser');
    expect(rig.storage.text).not.toMatch(/"eyJ|canary-secret|refreshToken/);
    expect(rig.pool.callsOf('InitiateAuth')).toHaveLength(1);
  });

  test('never holds a token or any other secret, whatever happens', async () => {
    await rig.signIn({ ...rig.formFor({ clientSecret: 'canary-secret' }), clientSecret: 'canary-secret' });
    const token = await rig.send({ type: 'getToken' });
    const jwt = token.ok ? String(token.value) : '';
    expect(jwt).toMatch(/^eyJ/);
    rig.clock.advance(55 * 60_000);
    await rig.lifecycle().attend();
    const text = JSON.stringify(rig.netRules.sets.dynamic);
    expect(text).not.toMatch(/eyJ|canary-secret|Bearer|alice/);
    expect(text).not.toContain(jwt);
    expect(text).not.toContain(PASSWORD);
  });

  test('goes at the sign-out, which stays one after a browser start', async () => {
    await rig.signIn();
    const signedOut = await rig.stateAfter(SIGN_OUT);
    expect(signedOut.session).toEqual({ kind: 'signedOut', problem: null });
    expect(holds()).toEqual([]);
    expect(presigned()).toHaveLength(4);
    expect(rig.netRules.bearers).toEqual([]);
    expect(rig.badge()).toBe('none');
    await rig.restartBrowser();
    expect(holds()).toEqual([]);
    expect(rig.badge()).toBe('none');
    await rig.signIn({ ...signedOut.form });
    expect(holds()).toHaveLength(1);
    expect(rig.badge()).toBe('attached');
  });

  test('follows its switch, and the one that attaches the token', async () => {
    await rig.signIn();
    expect(
      (await rig.stateAfter({ type: 'changeSettings', settings: { holdNavigations: false } }))
        .holdNavigations,
    ).toBe(false);
    expect(holds()).toEqual([]);
    expect(rig.netRules.bearers).toHaveLength(1);
    await rig.restartBrowser();
    expect((await rig.stateAfter({ type: 'getState' })).holdNavigations).toBe(false);
    expect(
      (await rig.stateAfter({ type: 'changeSettings', settings: { holdNavigations: true } })).holdNavigations,
    ).toBe(true);
    expect(holds()).toHaveLength(1);
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: false } });
    expect(holds()).toEqual([]);
  });

  test('promise 4: acts as soon as the token is off; no update of the rules lets a navigation through without', async () => {
    await rig.signIn();
    rig.pool.failNext('serverError', 1000);
    const { netRules } = rig;
    const seen: string[] = [];
    vi.spyOn(netRules, 'change').mockImplementation(async (...change) => {
      await FakeNetRules.prototype.change.apply(netRules, change);
      seen.push(`${netRules.bearers.length} tokens, ${armed().length} without a hold`);
    });
    rig.clock.advance(61 * 60_000);
    await rig.lifecycle().attend();
    expect(seen).not.toEqual([]);
    expect(new Set(seen)).toEqual(new Set(['0 tokens, 0 without a hold']));
    expect(holds()).toHaveLength(1);
  });
});
