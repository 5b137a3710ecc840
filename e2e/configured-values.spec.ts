import { expect } from 'playwright/test';
import { expectProblemAt } from './support/expect-popup';
import { test } from './support/fixtures';
import { APP_CALLBACK, signInAt } from './support/hosted-ui';
import { pageOpenedBy } from './support/opened-page';
import { formBy, PASSWORD, signInAlice } from './support/story';

const PRIVATE_API = 'a1b2c3d4e5-vpce-0123456789abcdef0.execute-api.eu-central-1.amazonaws.com';

test.use({
  grantedHosts: [
    `https://${PRIVATE_API}/*`,
    'https://api.example.com/*',
    'https://app.example.com/*',
    'https://local-pool.auth.eu-central-1.amazoncognito.com/*',
  ],
});

test('values as configurations have them: an ARN, an issuer, and a private API with its stage, which gets the token', async ({
  pool,
  sites,
  popup,
  tab,
}) => {
  const issuer = `https://cognito-idp.${pool.region}.amazonaws.com/${pool.userPoolId}`;
  await signInAlice(
    pool,
    popup,
    {},
    {
      'User pool ID': `arn:aws:cognito-idp:${pool.region}:123456789012:userpool/${pool.userPoolId}`,
      'API hosts': `["https://${PRIVATE_API}/prod/${'v'.repeat(400)}", "https://${PRIVATE_API}/prod/orders"]`,
      'Cognito endpoint': `${issuer}/.well-known/openid-configuration`,
    },
  );
  const carries = async (path: string) => {
    await tab.goto(`https://${PRIVATE_API}${path}`);
    return sites.to(PRIVATE_API, path)[0]?.authorization?.slice(0, 7);
  };
  expect(await carries('/prod/orders')).toBe('Bearer ');
  expect(await carries(`/prod/${'v'.repeat(400)}/1`)).toBe('Bearer ');
  expect(await carries('/prod/other')).toBeUndefined();
});

test('the prefix of a domain and scopes with commas lead to the hosted UI; of a list of callbacks one has to be left', async ({
  extension,
  pool,
  popup,
}) => {
  const client = pool.addClient({
    ...{ oauthFlows: ['code'], oauthScopes: ['openid', 'email'], callbackUrls: [APP_CALLBACK] },
  });
  pool.addUser({ username: 'alice', password: PASSWORD });
  const form = formBy('Hosted UI', pool, client, {
    'Hosted UI domain': 'local-pool',
    Scopes: '["openid","email"]',
    'Callback URL': `http://localhost:3000/,${APP_CALLBACK}`,
  });
  await popup.submitSignIn(form);
  await expectProblemAt(
    popup,
    'Callback URL',
    'fieldProblem_callbackList',
    'http://localhost:3000/,https://app.example.com/c…',
  );
  await signInAt(
    await pageOpenedBy(extension.context, () => popup.submitSignIn({ 'Callback URL': APP_CALLBACK })),
  );
  await popup.signedInAs('alice').waitFor();
  await popup.button('Sign out').click();
  await expect(popup.field('Hosted UI domain')).toHaveValue(pool.loginDomain);
  await expect(popup.field('Scopes')).toHaveValue('openid email');
});
