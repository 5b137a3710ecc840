import { expect } from 'playwright/test';
import { expectProblemAt } from './support/expect-popup';
import { expectNoToken } from './support/expect-token';
import { test } from './support/fixtures';
import { formBy, verifyToken } from './support/story';

test('client credentials: a wrong secret and a scope that is not allowed are refused, the right ones bring an access token', async ({
  pool,
  popup,
  api,
}) => {
  const client = pool.addClient({
    clientSecret: 'very-secret',
    oauthFlows: ['client_credentials'],
    oauthScopes: ['api/read'],
  });
  const form = formBy('Client credentials', pool, client, { Scopes: 'api/read' });
  await popup.submitSignIn({ ...form, 'Client secret': 'not-that-one' });
  await expectProblemAt(popup, 'Client secret', 'authError_clientSecretWrong');
  await popup.submitSignIn({ Scopes: 'api/write', 'Client secret': 'very-secret' });
  await expectProblemAt(popup, 'Scopes', 'authError_scopeRefused');
  await expectNoToken(api);

  await popup.submitSignIn({ Scopes: 'api/read' });
  await popup.button('Copy token').waitFor();
  const claims = await verifyToken(pool, client, 'access', await api.request());
  expect(claims).toMatchObject({ sub: client.clientId, scope: 'api/read' });
});
