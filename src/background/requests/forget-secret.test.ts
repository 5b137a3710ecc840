import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig } from '../../testing/background-rig';

const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

test('a kept secret is taken away alone, and from memory as well', async () => {
  const { clientId } = rig.pool.addClient({ clientSecret: 'canary-client-secret' });
  const form = { ...rig.formFor(), clientId, clientSecret: 'canary-client-secret', totpSecret: TOTP_SECRET };
  await rig.signIn(form);
  const kept = await rig.stateAfter({ type: 'signOut', everywhere: false, hostedUi: false });
  expect(kept.keptSecrets).toEqual(['clientSecret', 'totpSecret']);

  const left = await rig.stateAfter({ type: 'forgetSecret', field: 'totpSecret' });
  expect(left.keptSecrets).toEqual(['clientSecret']);
  expect(rig.storage.text).not.toContain(TOTP_SECRET);
  expect(rig.storage.text).toContain('canary-client-secret');
});
