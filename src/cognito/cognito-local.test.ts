import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CognitoLocal, startCognitoLocal } from '../../e2e/other-servers/cognito-local';
import { TestBrowser } from '../../e2e/user-pool/testing/test-browser';
import { AuthError } from '../core/auth-error';
import { tokenSourceFor } from '../testing/other-server-rig';
import { challengeOf, keepNothing, tokensOf } from '../testing/token-source-rig';

const PASSWORD = 'Corr3ct-horse!';

let server: CognitoLocal;

beforeAll(async () => {
  server = await startCognitoLocal();
  await server.addUser('alice@example.com', PASSWORD);
  await server.addUser('carol@example.com', 'T3mporary!', { isTemporary: true });
});

afterAll(() => server.stop());

describe('the password grant at cognito-local', () => {
  const sourceOf = (username: string) => tokenSourceFor(server, { username, signInMethod: 'passwordPlain' });

  test('gives verified tokens of the user, which can be renewed and given back', async () => {
    const source = sourceOf('alice@example.com');
    const tokens = tokensOf(await source.signIn(PASSWORD));
    expect(tokens).toMatchObject({ renewal: 'userPoolApi' });
    const renewed = await source.renew(tokens, keepNothing);
    expect(renewed.subject).toBe(tokens.subject);
    expect(renewed.id?.jwt).not.toBe(tokens.id?.jwt);
    await source.revoke(renewed);
    await expect(source.renew(renewed, keepNothing)).rejects.toBeInstanceOf(AuthError);
  });

  test('gives nothing for a wrong password', async () => {
    await expect(sourceOf('alice@example.com').signIn('wrong')).rejects.toBeInstanceOf(AuthError);
  });

  test('goes on with a new password', async () => {
    const source = sourceOf('carol@example.com');
    const challenge = challengeOf(await source.signIn('T3mporary!'));
    expect(challenge.name).toBe('NEW_PASSWORD_REQUIRED');
    const step = await source.answerChallenge(challenge, { newPassword: 'N3w-password!' });
    expect(tokensOf(step).username).toBe(challenge.username);
    expect(tokensOf(await source.signIn('N3w-password!')).username).toBe(challenge.username);
  });
});

test('SRP, which cognito-local does not know, is refused in words', async () => {
  const source = tokenSourceFor(server, { username: 'alice@example.com' });
  await expect(source.signIn(PASSWORD)).rejects.toMatchObject({ code: 'operationUnknown' });
});

test('its hosted UI is refused, because it does not repeat the nonce (O4)', async () => {
  const { endpoint, callbackUrl } = server;
  const source = tokenSourceFor(server, {
    ...{ signInMethod: 'hostedUi', username: '' },
    hostedUi: {
      ...{ domain: endpoint, callbackUrl, scopes: ['openid', 'email'] },
      ...{ identityProvider: null, prompt: null },
    },
  });
  const step = await source.signIn('');
  if (step.kind !== 'redirect') throw new Error(`expected a redirect, got ${step.kind}`);
  const browser = new TestBrowser(server);
  await browser.open(step.url);
  const { url } = await browser.submit({ username: 'alice@example.com', password: PASSWORD });
  expect(url.searchParams.get('code')).toMatch(/./);
  await expect(
    source.finishHostedUi({ ...step.attempt, tabId: null, otherTabIds: [] }, url.href),
  ).rejects.toMatchObject({
    code: 'tokenRejected',
    detail: 'id: nonce',
  });
});
