import { createHash } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RedirectTampering } from '../../../e2e/user-pool/managed-login/tampering';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import { APP_CALLBACK, BROWSER_CALLBACK, HostedUiRig, refusalOf } from '../../testing/hosted-ui-rig';
import { tokensOf } from '../../testing/token-source-rig';

let keys: SigningKeys;
let rig: HostedUiRig;

beforeAll(async () => {
  keys = await generateSigningKeys();
});

beforeEach(async () => {
  rig = await HostedUiRig.start(keys);
});

afterEach(() => rig.pool.close());

function parametersOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}

describe('the request (O1 to O5)', () => {
  test('asks for a code, with PKCE, state and nonce, for the pool’s own domain', async () => {
    const { clientId } = rig.pool.addClient();
    const { url, attempt } = await rig.begin(rig.sourceOf({ clientId, clientSecret: undefined }));
    expect(url.startsWith(`${rig.pool.loginDomain}/oauth2/authorize?`)).toBe(true);
    expect(parametersOf(url)).toEqual({
      response_type: 'code',
      client_id: clientId,
      login_hint: 'alice',
      redirect_uri: BROWSER_CALLBACK,
      scope: 'openid',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: createHash('sha256').update(attempt.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  test('O1: only the implicit method asks for a token, and it sends no code challenge', async () => {
    const { url, attempt } = await rig.begin(rig.sourceFor({}, {}, { signInMethod: 'hostedUiImplicit' }));
    expect(attempt.responseType).toBe('token');
    expect(parametersOf(url)).toMatchObject({ response_type: 'token', nonce: attempt.nonce });
    expect(parametersOf(url)).not.toHaveProperty('code_challenge');
  });

  test('O2, O3, O4: verifier, state and nonce are long enough and new for each attempt', async () => {
    const source = rig.sourceFor();
    const [one, other] = [(await rig.begin(source)).attempt, (await rig.begin(source)).attempt];
    for (const name of ['codeVerifier', 'state', 'nonce'] as const) {
      expect(one[name]).toMatch(/^[\w-]{43}$/);
      expect(one[name]).not.toBe(other[name]);
    }
  });

  test('O5: the callback of a profile is sent letter by letter', async () => {
    const { url, attempt } = await rig.begin(rig.sourceFor({}, { callbackUrl: APP_CALLBACK }));
    expect(parametersOf(url).redirect_uri).toBe(APP_CALLBACK);
    expect(attempt.redirectUri).toBe(APP_CALLBACK);
  });

  test('names scopes, identity provider, prompt and user where the profile does', async () => {
    const hostedUi = { scopes: ['openid', 'email'], identityProvider: 'Google', prompt: 'login' } as const;
    const { url } = await rig.begin(rig.sourceFor({}, hostedUi, { username: 'alice' }));
    expect(parametersOf(url)).toMatchObject({
      scope: 'openid email',
      identity_provider: 'Google',
      prompt: 'login',
      login_hint: 'alice',
    });
    const plain = await rig.begin(rig.sourceFor({}, {}, { username: '' }));
    expect(Object.keys(parametersOf(plain.url))).not.toContain('login_hint');
  });
});

describe('the answer (O3, O6, O7)', () => {
  test('that belongs to the attempt gives verified tokens of the user', async () => {
    const source = rig.sourceFor();
    const { attempt, answerUrl } = await rig.signIn(source);
    const tokens = tokensOf(await source.finishHostedUi(attempt, answerUrl));
    expect(tokens).toMatchObject({ username: 'alice', renewal: 'tokenEndpoint' });
    expect([tokens.id, tokens.access]).not.toContain(null);
  });

  test('O6: comes to a callback with a query of its own', async () => {
    const source = rig.sourceFor({}, { callbackUrl: APP_CALLBACK });
    const { attempt, answerUrl } = await rig.signIn(source);
    expect(answerUrl).toContain('?env=dev&code=');
    expect(tokensOf(await source.finishHostedUi(attempt, answerUrl)).username).toBe('alice');
  });

  test.each<[string, RedirectTampering, string]>([
    ['O3: another state', { state: 'another' }, 'state'],
    ['O3: no state', { state: '' }, 'state'],
    ['O3: a state that comes before an error', { state: 'another', error: 'access_denied' }, 'state'],
    ['O6: two codes', { duplicate: 'code' }, 'duplicate'],
    ['O6: two states', { duplicate: 'state' }, 'duplicate'],
    ['O6: no code', { code: '' }, 'code'],
    ['O7: another issuer', { iss: 'https://evil.example' }, 'iss'],
    ['O7: another pool', { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other' }, 'iss'],
  ])('%s is refused before anything is sent', async (_, tampering, check) => {
    const source = rig.sourceFor();
    rig.pool.tamperNextRedirect(tampering);
    const { attempt, answerUrl } = await rig.signIn(source);
    const refusal = await refusalOf(source.finishHostedUi(attempt, answerUrl));
    expect(refusal).toEqual({ code: 'hostedUiAnswerRejected', detail: check });
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
  });

  test('O7: may name the pool’s issuer, in both of its forms', async () => {
    const source = rig.sourceFor();
    for (const iss of [rig.pool.issuer, rig.pool.issuer.replace('cognito-idp', 'issuer-cognito-idp')]) {
      rig.pool.tamperNextRedirect({ iss });
      const { attempt, answerUrl } = await rig.signIn(source);
      expect(tokensOf(await source.finishHostedUi(attempt, answerUrl)).username).toBe('alice');
    }
  });

  test.each([
    ['another origin', (url: URL) => url.origin, 'https://evil.example'],
    ['another path', (url: URL) => url.pathname, '/other'],
  ])('O6: %s is refused', async (_, part, replacement) => {
    const source = rig.sourceFor({}, { callbackUrl: APP_CALLBACK });
    const { attempt, answerUrl } = await rig.signIn(source);
    const elsewhere = answerUrl.replace(part(new URL(answerUrl)), replacement);
    const refusal = await refusalOf(source.finishHostedUi(attempt, elsewhere));
    expect(refusal).toEqual({ code: 'hostedUiAnswerRejected', detail: 'redirectUri' });
    expect(tokensOf(await source.finishHostedUi(attempt, answerUrl)).username).toBe('alice');
  });

  test.each([
    ['access_denied', 'hostedUiRefused'],
    ['login_required', 'hostedUiLoginRequired'],
    ['interaction_required', 'hostedUiLoginRequired'],
    ['invalid_scope', 'scopeRefused'],
    ['unauthorized_client', 'grantNotAllowed'],
    ['constructor', 'hostedUiRefused'],
  ])('O6: the error %s is %s', async (error, code) => {
    const source = rig.sourceFor();
    rig.pool.tamperNextRedirect({ error });
    const { attempt, answerUrl } = await rig.signIn(source);
    expect(await refusalOf(source.finishHostedUi(attempt, answerUrl))).toEqual({ code, detail: error });
  });

  test('O6: the words of an error are one line of text and not too many', async () => {
    const source = rig.sourceFor();
    const errorDescription = `<b>No</b>\n\u202eway ${'x'.repeat(500)}`;
    rig.pool.tamperNextRedirect({ error: 'access_denied', errorDescription });
    const { attempt, answerUrl } = await rig.signIn(source);
    const { detail } = await refusalOf(source.finishHostedUi(attempt, answerUrl));
    expect(detail.startsWith('<b>No</b> way xxx')).toBe(true);
    expect(detail).toHaveLength(300);
  });
});
