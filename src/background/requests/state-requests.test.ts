import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';

const URL_ASKED_FOR = 'https://api.example.com/v1?x=1#y';
let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

describe('questions about pages and requests', () => {
  test('are answered for the profile that they name', async () => {
    const question = { type: 'explain', url: URL_ASKED_FOR, page: null, sentAs: 'request' };
    expect(await rig.send(question)).toMatchObject({ value: { code: 'noSuchHost' } });
    const ofNobody = { type: 'getPage', profileId: 'p1', url: URL_ASKED_FOR, tabId: 1 };
    expect(await rig.send(ofNobody)).toEqual({ ok: false, problem: { code: 'notSignedIn', detail: '' } });
    await rig.signIn();
    expect(await rig.send(question)).toMatchObject({ value: { code: 'sent', username: 'alice' } });
    expect(await rig.send({ type: 'getPage', url: URL_ASKED_FOR, tabId: 1 })).toMatchObject({
      value: { kind: 'apiHost', isLoadedWithToken: null },
    });
    rig.missingAccess.add('https://api.example.com/*');
    expect(await rig.send(question)).toMatchObject({ value: { code: 'accessMissing' } });
    rig.missingAccess.clear();
    await rig.restartBrowser();
    expect(await rig.send(question)).toMatchObject({ value: { code: 'held' } });
  });
});
