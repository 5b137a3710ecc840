import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROFILES } from '../../core/storage/profiles';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';
import { Store } from '../state/store';

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

const holds = () => rig.netRules.sets.dynamic.filter(({ action }) => action.type === 'redirect');

describe('the scope of a host', () => {
  const host = 'https://api.example.com';
  const kinds = () => rig.netRules.rules.map(({ id }) => id % 20).toSorted((one, other) => one - other);

  test('decides which rules stand, is shown, and outlives the browser', async () => {
    await rig.signIn();
    const only = await rig.stateAfter({
      type: 'changeSettings',
      settings: { hostScopes: { [host]: 'onlyTyped' } },
    });
    expect(only.hosts).toEqual([
      { host, scope: 'onlyTyped', frames: false, missingAccess: null, missesNavigations: false },
    ]);
    expect(kinds()).toEqual([2, 6, 10]);
    expect(holds()).toHaveLength(1);
    await rig.stateAfter({ type: 'changeSettings', settings: { hostScopes: { [host]: 'onlyPages' } } });
    expect(kinds()).toEqual([1, 4, 10]);
    expect(holds()).toEqual([]);
    await rig.stateAfter({ type: 'changeSettings', settings: { hostFrames: { [host]: true } } });
    expect(kinds()).toEqual([1, 4, 5, 10]);
    await rig.restartBrowser();
    expect((await rig.stateAfter({ type: 'getState' })).hosts).toMatchObject([
      { scope: 'onlyPages', frames: true },
    ]);
    await rig.stateAfter({ type: 'changeSettings', settings: { hostScopes: { [host]: 'pagesAndTyped' } } });
    expect(holds()).toHaveLength(1);
  });

  test('of one host leaves the others alone', async () => {
    await rig.signIn({ ...rig.formFor(), apiHosts: 'api.example.com\nb.example/v1' });
    await rig.stateAfter({
      type: 'changeSettings',
      settings: { hostScopes: { 'https://b.example/v1': 'onlyTyped' } },
    });
    const { hosts } = await rig.stateAfter({
      type: 'changeSettings',
      settings: { hostScopes: { [host]: 'onlyPages' } },
    });
    expect(hosts.map(({ scope }) => scope)).toEqual(['onlyPages', 'onlyTyped']);
  });
});

describe('settings', () => {
  test('that change at once do not undo each other', async () => {
    const names = ['a.example', 'b.example', 'c.example'];
    await rig.signIn({ ...rig.formFor(), apiHosts: names.join('\n') });
    const scopesOf = async () => (await rig.stateAfter({ type: 'getState' })).hosts.map(({ scope }) => scope);
    const changes = names.map((name) => ({ hostScopes: { [`https://${name}`]: 'onlyPages' as const } }));
    await Promise.all(changes.map((settings) => rig.stateAfter({ type: 'changeSettings', settings })));
    expect(await scopesOf()).toEqual(['onlyPages', 'onlyPages', 'onlyPages']);
    await rig.stateAfter({ type: 'changeSettings', settings: { attach: false } });
    expect(await scopesOf()).toEqual(['onlyPages', 'onlyPages', 'onlyPages']);
  });

  test('that are none change nothing, whatever else the message holds', async () => {
    const before = await rig.signIn();
    await rig.send({ type: 'changeSettings', settings: { isWanted: false, slot: 9, id: 'x' } });
    expect(await rig.send({ type: 'changeSettings', settings: { attach: 'no' } })).toMatchObject({
      ok: false,
    });
    expect(await rig.stateAfter({ type: 'getState' })).toEqual(before);
    expect(await new Store({ storage: rig.storage }).read(PROFILES)).toMatchObject({
      profiles: [{ slot: 0, isWanted: true }],
    });
  });
});

describe('allowing a page', () => {
  const initiators = () => rig.netRules.rules.find(({ id }) => id % 10 === 1)?.condition.initiatorDomains;

  test('adds it to the form and to the rules', async () => {
    await rig.signIn();
    const { form } = await rig.stateAfter({ type: 'allowPage', origin: 'https://app.example.org' });
    expect(form.allowedPages).toBe('https://app.example.org');
    expect(initiators()).toEqual(['api.example.com', 'app.example.org']);
    await rig.stateAfter({ type: 'allowPage', origin: 'http://localhost:5173' });
    expect(initiators()).toEqual(['api.example.com', 'app.example.org', 'localhost']);
  });

  test.each([
    'null',
    '',
    'about:blank',
    'data:text/html,x',
    'http://app.example.org',
    'https://*.example.org',
    'https://app.example.org/login',
    'https://user@app.example.org',
    'chrome-extension://id',
  ])('does not add %j, which would be no origin or a wider one', async (origin) => {
    await rig.signIn();
    const before = rig.netRules.sets.session;
    const { form } = await rig.stateAfter({ type: 'allowPage', origin });
    expect(form.allowedPages).toBe('');
    expect(rig.netRules.sets.session).toEqual(before);
  });

  test('before the first sign-in there is nothing to allow it for', async () => {
    const request = { type: 'allowPage', profileId: 'p1', origin: 'https://app.example.org' };
    expect(await rig.send(request)).toMatchObject({ ok: false, problem: { code: 'notSignedIn' } });
  });
});
