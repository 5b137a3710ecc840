import { expect } from 'playwright/test';
import { type LocalServer, startLocalServer } from './demo/local-server';
import { FLOWS_ELSEWHERE } from './support/elsewhere';
import { test } from './support/fixtures';
import { formBy, PASSWORD } from './support/story';

const TOTP_SECRET = 'KNSWG4TFOQQGC5LUNBSW45DJMNQXI33S';
const SECRETS = { 'Client secret': 'canary-client-secret', 'Authenticator secret': TOTP_SECRET };
const QUESTION = {
  ChallengeName: 'SOFTWARE_TOKEN_MFA',
  Session: 'of-a-stranger-0123456789',
  ChallengeParameters: {},
};

/** A user pools API of somebody else's, which asks everybody for a code and keeps what it is sent. */
async function startStranger(): Promise<LocalServer & { readonly bodies: readonly string[] }> {
  const bodies: string[] = [];
  const server = await startLocalServer(async (request, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    const chunks = await request.toArray();
    if (request.method === 'POST') bodies.push(Buffer.concat(chunks).toString());
    response.end(JSON.stringify(QUESTION));
  });
  return { ...server, bodies };
}

test('kept secrets go to no other place than the one they were typed for', async ({ pool, popup }) => {
  const stranger = await startStranger();
  const client = pool.addClient({ clientSecret: SECRETS['Client secret'], authFlows: FLOWS_ELSEWHERE });
  pool.addUser({ username: 'alice', password: PASSWORD, mfa: { totp: TOTP_SECRET } });
  const form = formBy('Password (plain)', pool, client, { Username: 'alice', Password: PASSWORD });
  await popup.submitSignIn({ ...form, ...SECRETS });
  await popup.signedInAs('alice').waitFor();
  await popup.button('Sign out').click();
  await popup.button('Sign in').waitFor();
  const kept = popup.field('Client secret');
  await expect(kept).toHaveAttribute('placeholder', /^Kept/);

  await popup.fill({ 'Cognito endpoint': `http://localhost:${stranger.port}` });
  await expect(kept).not.toHaveAttribute('placeholder', /^Kept/);
  await popup.submitSignIn({ Password: PASSWORD });
  await popup.asked('Enter the code from your authenticator');
  expect(stranger.bodies).toHaveLength(1);
  expect(stranger.bodies.join()).toContain('USERNAME');
  expect(stranger.bodies.join()).not.toMatch(/SECRET_HASH|_MFA_CODE/);

  // The positive control: whoever types them anew means this place.
  await popup.button('Cancel').click();
  await popup.submitSignIn({ ...SECRETS, Password: PASSWORD });
  await expect.poll(() => stranger.bodies.join()).toMatch(/SOFTWARE_TOKEN_MFA_CODE/);
  expect(stranger.bodies[1]).toContain('SECRET_HASH');
  await stranger.close();
});

test('a kept secret can be forgotten, and the other one stays', async ({ pool, popup }) => {
  const client = pool.addClient({ clientSecret: SECRETS['Client secret'], authFlows: FLOWS_ELSEWHERE });
  pool.addUser({ username: 'alice', password: PASSWORD, mfa: { totp: TOTP_SECRET } });
  const form = formBy('Password (plain)', pool, client, { Username: 'alice', Password: PASSWORD });
  await popup.submitSignIn({ ...form, ...SECRETS });
  await popup.signedInAs('alice').waitFor();
  await popup.button('Sign out').click();
  await popup.fill({ 'Authenticator secret': '' });
  await popup.button('Forget authenticator secret').click();

  await expect(popup.field('Authenticator secret')).toBeFocused();
  await expect(popup.field('Authenticator secret')).not.toHaveAttribute('placeholder', /^Kept/);
  await expect(popup.button('Forget authenticator secret')).toBeHidden();
  await expect(popup.field('Client secret')).toHaveAttribute('placeholder', /^Kept/);
  await popup.submitSignIn({ Password: PASSWORD });
  await popup.asked('Enter the code from your authenticator');
});
