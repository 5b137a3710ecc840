import { beforeEach, describe, expect, test } from 'vitest';
import { createInMemoryLocks } from '../../../e2e/support/in-memory-locks';
import { hostText } from '../../core/profile/api-host';
import { aForm } from '../../testing/builders';
import { FakeStorage } from '../../testing/fake-ports';
import { Profiles } from './profiles';
import { Store } from './store';

let profiles: Profiles;

beforeEach(() => {
  let ids = 0;
  const store = new Store({ storage: new FakeStorage() });
  profiles = new Profiles({ store, withLock: createInMemoryLocks(), newId: () => `p${++ids}` });
});

async function pagesOf(profileId: string): Promise<readonly string[] | undefined> {
  return (await profiles.find(profileId))?.allowedPages.map(hostText);
}

describe('a saved form', () => {
  test('makes a profile with what a new one has, which is shown', async () => {
    expect(await profiles.shown()).toBeNull();
    const profile = await profiles.save(null, aForm());
    expect(profile).toMatchObject({ id: 'p1', slot: 0, attach: true, isWanted: true, hostScopes: {} });
    expect(await profiles.read()).toEqual({ all: [profile], shown: profile });
  });

  test('changes the profile that it is of, in its place and with its switches', async () => {
    const alice = await profiles.save(null, aForm());
    const bob = await profiles.save(null, aForm({ username: 'bob' }));
    await profiles.changeSettings(alice.id, { attach: false });
    await profiles.setWanted(alice.id, false);
    const saved = await profiles.save(alice.id, aForm({ tokenUse: 'access' }));
    expect(saved).toEqual({ ...alice, tokenUse: 'access', attach: false, isWanted: true });
    expect(await profiles.read()).toEqual({ all: [saved, bob], shown: saved });
    expect(bob.slot).toBe(1);
  });

  test('that is sent twice makes one profile', async () => {
    const sent = [profiles.save(null, aForm()), profiles.save(null, aForm())];
    const [one, other] = await Promise.all(sent);
    expect(one).toEqual(other);
    expect(await profiles.all()).toHaveLength(1);
  });

  test('with problems makes none', async () => {
    await expect(profiles.save(null, aForm({ username: '' }))).rejects.toThrow(TypeError);
    expect(await profiles.all()).toEqual([]);
  });
});

describe('settings', () => {
  test('change one by one, and of the scopes those that are named', async () => {
    const { id } = await profiles.save(null, aForm());
    await profiles.changeSettings(id, { hostScopes: { 'https://a.example': 'onlyTyped' } });
    await profiles.changeSettings(id, { hostScopes: { 'https://b.example': 'onlyPages' } });
    await profiles.changeSettings(id, { holdNavigations: false });
    await profiles.setHostedUiDomain(id, 'https://login.example.com');
    expect(await profiles.find(id)).toMatchObject({
      holdNavigations: false,
      attach: true,
      hostScopes: { 'https://a.example': 'onlyTyped', 'https://b.example': 'onlyPages' },
      hostedUi: { domain: 'https://login.example.com' },
    });
  });

  test('of no profile change nothing', async () => {
    await profiles.changeSettings('p7', { attach: false });
    expect(await profiles.all()).toEqual([]);
  });
});

describe('an allowed page', () => {
  test('is added once, and only where it is an origin of a web page', async () => {
    const { id } = await profiles.save(null, aForm());
    for (const origin of [
      'https://app.example.com',
      'https://APP.example.com',
      'null',
      'file:///a',
      'http://x',
    ]) {
      await profiles.allowPage(id, origin);
    }
    expect(await pagesOf(id)).toEqual(['https://app.example.com']);
  });

  test('is not added to a full list', async () => {
    const allowedPages = Array.from({ length: 50 }, (_, at) => `app${at}.example`).join('\n');
    const { id } = await profiles.save(null, aForm({ allowedPages }));
    await profiles.allowPage(id, 'https://app.example.com');
    expect(await pagesOf(id)).toHaveLength(50);
  });
});
