import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import { PROFILES } from '../../core/storage/profiles';
import type { HoldView } from '../../core/views/hold-view';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';
import { aHost, aProfile } from '../../testing/builders';
import { Store } from '../state/store';

const URL_ASKED_FOR = 'https://api.example.com/v1?x=1#y';
let keys: SigningKeys;
let rig: BackgroundRig;

beforeAll(async () => {
  keys = await generateSigningKeys();
});

beforeEach(async () => {
  rig = await createBackgroundRig(keys);
});

afterEach(() => rig.close());

async function signIn(form = rig.formFor()) {
  return rig.stateAfter({ type: 'signIn', form, credential: PASSWORD });
}

async function resume(url: string): Promise<HoldView> {
  const reply = await rig.send({ type: 'resumeNavigation', url });
  if (!reply.ok) throw new Error(JSON.stringify(reply));
  return reply.value as HoldView;
}

describe('a profile without access', () => {
  test('does not disturb the others', async () => {
    await signIn();
    const before = rig.netRules.rules;
    const store = new Store({ storage: rig.storage });
    const stored = await store.read(PROFILES);
    const bob = aProfile({ id: 'p2', slot: 7, username: 'bob', apiHosts: [aHost('bob.example')] });
    await store.write(PROFILES, { ...stored, profiles: [...stored.profiles, bob] });
    rig.missingAccess.add('https://bob.example/*');
    await rig.lifecycle().attendAll();
    expect(rig.netRules.rules.filter(({ id }) => id < 1_000)).toEqual(before);
    expect(rig.netRules.rules.filter(({ id }) => id > 1_000).map(({ id }) => id)).toEqual([7_003]);
    expect(rig.badge()).toBe('attached');
    expect(await rig.send({ type: 'explain', url: URL_ASKED_FOR, page: null })).toMatchObject({
      value: { code: 'sent', username: 'alice' },
    });
    expect((await resume('https://bob.example/')).kind).toBe('wait');
    expect((await resume(URL_ASKED_FOR)).kind).toBe('continue');
  });

  test('is told so on its icon and in its settings, and keeps its token', async () => {
    await signIn();
    rig.missingAccess.add('https://api.example.com/*');
    await rig.lifecycle().attendAll();
    expect(rig.badge()).toBe('needsAccess');
    expect((await rig.stateAfter({ type: 'getState' })).hosts).toMatchObject([
      { missingAccess: 'https://api.example.com/*' },
    ]);
    expect(rig.netRules.bearers).toHaveLength(1);
  });
});
