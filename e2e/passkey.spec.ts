import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { expect, type Page } from 'playwright/test';
import { test } from './support/fixtures';
import { API, formFor, PASSWORD } from './support/story';

const RP_ID = 'login.example.com';

/** A passkey of this user in the tab's own authenticator, and the half of it that the pool is given. */
async function makePasskey(tab: Page, userHandle: string) {
  const devTools = await tab.context().newCDPSession(tab);
  await devTools.send('WebAuthn.enable');
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal' },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(16);
  await devTools.send('WebAuthn.addCredential', {
    authenticatorId,
    credential: {
      credentialId: credentialId.toString('base64'),
      isResidentCredential: true,
      rpId: RP_ID,
      privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      userHandle: Buffer.from(userHandle).toString('base64'),
      signCount: 1,
    },
  });
  return { credentialId: credentialId.toString('base64url'), publicKey };
}

for (const isRegistered of [true, false]) {
  const ending = isRegistered ? 'signs in' : 'that the pool does not know is refused in words';
  test(`a passkey ${ending}`, async ({ pool, sites, extension, popup, tab }) => {
    const client = pool.addClient({ authFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] });
    const { sub } = pool.addUser({ username: 'alice', password: PASSWORD });
    pool.configure({ relyingParty: { id: RP_ID, origins: [extension.origin] } });
    const passkey = await makePasskey(tab, sub);
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    pool.addPasskey('alice', isRegistered ? passkey : { ...passkey, publicKey });
    const { Password: _, ...form } = formFor(pool, client);
    await popup.submitSignIn({
      ...form,
      'Sign-in method': 'One-time code or passkey',
      'First factor': 'Passkey',
    });
    await popup.page.getByText('Sign in with your passkey').waitFor();
    // Continue opens this page in a new tab, which has no authenticator; the page is the same.
    await tab.goto(`${extension.origin}/src/passkey/passkey.html`).catch(() => undefined);
    if (!isRegistered) {
      await expect.poll(() => pool.callsOf('RespondToAuthChallenge')).toHaveLength(1);
      await expect(tab.getByRole('alert')).toHaveText(/\w/);
      await expect(popup.signedInAs('alice')).toBeHidden();
      return;
    }
    await popup.signedInAs('alice').waitFor();
    await expect.poll(() => tab.isClosed()).toBe(true);
    await (await extension.openTab()).goto(`https://${API}/me`);
    expect(sites.to(API, '/me')[0]?.authorization).toMatch(/^Bearer /);
  });
}
