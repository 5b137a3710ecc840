import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OidcProvider, startOidcProvider } from '../../e2e/other-servers/oidc-provider';
import type { HostedUiAttempt } from '../core/session/hosted-ui-attempt';
import { tokenSourceFor } from '../testing/other-server-rig';
import { keepNothing, tokensOf } from '../testing/token-source-rig';
import type { TokenSource } from './token-source';

let server: OidcProvider;
let source: TokenSource;

beforeAll(async () => {
  server = await startOidcProvider();
  source = sourceAt(server, null);
});

afterAll(() => server.stop());

function sourceAt(provider: OidcProvider, clientSecret: string | null): TokenSource {
  const { callbackUrl } = provider;
  const scopes = ['openid', 'email'];
  const hostedUi = { domain: null, callbackUrl, scopes, identityProvider: null, prompt: null };
  return tokenSourceFor(provider, { signInMethod: 'hostedUi', username: '', hostedUi }, clientSecret);
}

/** The user signs in at the provider's pages. */
async function answerFor(username: string): Promise<{ attempt: HostedUiAttempt; answerUrl: string }> {
  const step = await source.signIn('');
  if (step.kind !== 'redirect') throw new Error(`expected a redirect, got ${step.kind}`);
  const answerUrl = await server.visit(step.url, username);
  return { attempt: { ...step.attempt, tabId: null, otherTabIds: [] }, answerUrl };
}

describe('the code grant at oidc-provider, by its discovery document', () => {
  test('gives verified tokens of the user, which rotate and can be given back', async () => {
    const { attempt, answerUrl } = await answerFor('alice');
    const tokens = tokensOf(await source.finishHostedUi(attempt, answerUrl));
    expect(tokens).toMatchObject({ username: 'alice', renewal: 'tokenEndpoint' });
    const renewed = await source.renew(tokens, keepNothing);
    expect(renewed.subject).toBe(tokens.subject);
    expect(renewed.refreshToken).not.toBe(tokens.refreshToken);
    await source.revoke(renewed);
    await expect(source.renew(renewed, keepNothing)).rejects.toMatchObject({ code: 'refreshTokenRevoked' });
  });

  test('a refresh token that was used is refused (R3)', async () => {
    const { attempt, answerUrl } = await answerFor('bob');
    const tokens = tokensOf(await source.finishHostedUi(attempt, answerUrl));
    await source.renew(tokens, keepNothing);
    await expect(source.renew(tokens, keepNothing)).rejects.toMatchObject({ code: 'refreshTokenRevoked' });
  });

  test('O7: its issuer in the answer is compared (RFC 9207)', async () => {
    const { attempt, answerUrl } = await answerFor('alice');
    const url = new URL(answerUrl);
    expect(url.searchParams.get('iss')).toMatch(new RegExp(`/${server.userPoolId}$`));
    url.searchParams.set('iss', 'https://other.example.com');
    await expect(source.finishHostedUi(attempt, url.href)).rejects.toMatchObject({
      code: 'hostedUiAnswerRejected',
    });
    tokensOf(await source.finishHostedUi(attempt, answerUrl));
  });

  test.each([
    ['O2: another verifier', { codeVerifier: 'x'.repeat(43) }, 'hostedUiCodeRefused'],
    ['O3: another state', { state: 'another' }, 'hostedUiAnswerRejected'],
    ['O4: another nonce', { nonce: 'another' }, 'tokenRejected'],
    ['O5: another redirect URI', { redirectUri: 'http://localhost:3000/other' }, 'hostedUiAnswerRejected'],
  ])('%s gives no tokens', async (_, change, code) => {
    const { attempt, answerUrl } = await answerFor('alice');
    await expect(source.finishHostedUi({ ...attempt, ...change }, answerUrl)).rejects.toMatchObject({ code });
  });
});

describe.each(['client_secret_basic', 'client_secret_post'] as const)('a client secret by %s', (method) => {
  const SECRET = 'a_b-c+d/e~f%g=h%2B:i';

  beforeAll(async () => {
    await server.stop();
    server = await startOidcProvider(method, SECRET);
  });

  test('is taken with a code, at a renewal and to revoke', async () => {
    source = sourceAt(server, SECRET);
    const { attempt, answerUrl } = await answerFor('alice');
    const tokens = tokensOf(await source.finishHostedUi(attempt, answerUrl));
    const renewed = await source.renew(tokens, keepNothing);
    await source.revoke(renewed);
    await expect(source.renew(renewed, keepNothing)).rejects.toMatchObject({ code: 'refreshTokenRevoked' });
  });

  test('that is wrong is refused', async () => {
    source = sourceAt(server, 'another');
    const { attempt, answerUrl } = await answerFor('alice');
    await expect(source.finishHostedUi(attempt, answerUrl)).rejects.toMatchObject({
      code: 'clientSecretWrong',
    });
  });
});
