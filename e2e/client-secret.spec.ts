import { expect } from 'playwright/test';
import { expectSignedIn } from './support/expect-token';
import { test } from './support/fixtures';
import { browserCallback, signInAt } from './support/hosted-ui';
import { pageOpenedBy } from './support/opened-page';
import { formBy, PASSWORD } from './support/story';
import type { UserPool } from './user-pool/start-user-pool';

// Without access to the hosted UI's domain, as a user has it by default: the browser asks before what is no simple request.
test.use({ grantedHosts: ['https://api.example.com/*'] });

const SECRET = 'a_b-c+d/e~f%g=h';

const WAYS = [
  {
    way: 'the body, about which the browser asks nobody',
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    atToken: ['POST 200 body', 'POST 200 body'],
    atRevoke: ['POST 200 body'],
  },
  {
    way: 'Basic where nothing else is taken',
    clientAuthMethods: ['client_secret_basic'],
    atToken: ['OPTIONS 200 -', 'POST 200 Basic', 'OPTIONS 200 -', 'POST 200 Basic'],
    atRevoke: ['OPTIONS 200 -', 'POST 200 Basic'],
  },
] as const;

for (const { way, clientAuthMethods, atToken, atRevoke } of WAYS)
  test(`O13: a client secret goes by ${way}, with a code, at a renewal and to revoke`, async ({
    extension,
    pool,
    popup,
    api,
  }) => {
    pool.configure({ clientAuthMethods });
    const user = pool.addUser({ username: 'alice', password: PASSWORD });
    const client = pool.addClient({
      ...{ callbackUrls: [browserCallback(extension)], clientSecret: SECRET },
      ...{ oauthFlows: ['code'], oauthScopes: ['openid', 'email'] },
    });
    const form = formBy('Hosted UI', pool, client, { 'Client secret': SECRET });
    await signInAt(await pageOpenedBy(extension.context, () => popup.submitSignIn(form)));
    await expectSignedIn(popup, api, { pool, client, user });
    await popup.button('Refresh now').click();
    await expect.poll(() => callsTo(pool, '/oauth2/token')).toEqual(atToken);
    const alive = pool.unrevokedFamilies().length;
    await popup.button('Sign out').click();
    await expect.poll(() => callsTo(pool, '/oauth2/revoke')).toEqual(atRevoke);
    expect(pool.unrevokedFamilies()).toHaveLength(alive - 1);
  });

/** What came to an endpoint that takes the secret, and where it was. */
function callsTo(pool: UserPool, path: string): string[] {
  return pool.oauthCallsOf(path).map(({ method, status, authorization, withheld }) => {
    const place = withheld.includes('client_secret') ? 'body' : (authorization ?? '-');
    return `${method} ${status} ${place}`;
  });
}
