import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../e2e/user-pool/faults';
import type { TokenAnswerTampering } from '../../../e2e/user-pool/managed-login/tampering';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import { HOSTED_APP, HostedUiRig, refusalOf } from '../../testing/hosted-ui-rig';
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

describe('the code', () => {
  test('O2: is worth nothing with another verifier', async () => {
    const source = rig.sourceFor();
    const { attempt, answerUrl } = await rig.signIn(source);
    const other = (await rig.begin(source)).attempt;
    const stolen = source.finishHostedUi({ ...attempt, codeVerifier: other.codeVerifier }, answerUrl);
    expect(await refusalOf(stolen)).toMatchObject({ code: 'hostedUiCodeRefused' });
    const again = await rig.signIn(source);
    expect(tokensOf(await source.finishHostedUi(again.attempt, again.answerUrl)).username).toBe('alice');
  });

  test.each([
    ['of nobody', { code: 'made-up' }],
    ['that was used', {}],
  ])('%s is refused', async (_, tampering) => {
    const source = rig.sourceFor();
    rig.pool.tamperNextRedirect(tampering);
    const { attempt, answerUrl } = await rig.signIn(source);
    await source.finishHostedUi(attempt, answerUrl).catch(() => undefined);
    expect(await refusalOf(source.finishHostedUi(attempt, answerUrl))).toMatchObject({
      code: 'hostedUiCodeRefused',
    });
  });

  test('of an app client with a secret is exchanged with the secret, by Basic where nothing else is taken', async () => {
    rig.pool.configure({ clientAuthMethods: ['client_secret_basic'] });
    const client = rig.pool.addClient({ ...HOSTED_APP, clientSecret: 's3cret+&%' });
    const good = rig.sourceOf(client, { domain: null });
    const { attempt, answerUrl } = await rig.signIn(good);
    expect(tokensOf(await good.finishHostedUi(attempt, answerUrl)).username).toBe('alice');
    expect(rig.pool.oauthCallsOf('/oauth2/token')[0]).toMatchObject({ authorization: 'Basic', status: 200 });
    const wrong = rig.sourceOf({ ...client, clientSecret: 'other' }, { domain: null });
    expect(await refusalOf(wrong.finishHostedUi(attempt, answerUrl))).toMatchObject({
      code: 'clientSecretWrong',
    });
    const missing = rig.sourceOf({ ...client, clientSecret: undefined });
    expect(await refusalOf(missing.finishHostedUi(attempt, answerUrl))).toMatchObject({
      code: 'clientSecretMissing',
    });
  });
});

describe('the token endpoint', () => {
  test('O8: is called without cookies, cache, referrer or redirects, and with a timeout', async () => {
    const source = rig.sourceFor();
    const { attempt, answerUrl } = await rig.signIn(source);
    await source.finishHostedUi(attempt, answerUrl);
    const [{ url, init } = { url: '', init: {} }] = rig.sent;
    expect(url).toBe(`${rig.pool.loginDomain}/oauth2/token`);
    expect(init).toMatchObject({
      ...{ redirect: 'error', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' },
      signal: expect.any(AbortSignal),
    });
  });

  test('O8: is not called over plain http, but for this machine', async () => {
    const { attempt, answerUrl } = await rig.signIn(rig.sourceFor());
    const insecure = rig.sourceFor({}, { domain: 'http://login.example.com' });
    await expect(insecure.finishHostedUi(attempt, answerUrl)).rejects.toThrow();
    expect(rig.sent).toEqual([]);
  });

  test.each<[FaultKind, string]>([
    ['unavailable', 'serviceFailed'],
    ['drop', 'unreachable'],
    ['html', 'notCognito'],
    ['truncated', 'notCognito'],
    ['redirect', 'unreachable'],
  ])('O9: %s is %s and costs no more than the code', async (kind, code) => {
    const source = rig.sourceFor();
    const { attempt, answerUrl } = await rig.signIn(source);
    rig.pool.failNext({ kind, operation: '/oauth2/token' });
    expect(await refusalOf(source.finishHostedUi(attempt, answerUrl))).toMatchObject({ code });
    expect(tokensOf(await source.finishHostedUi(attempt, answerUrl)).username).toBe('alice');
  });

  test.each<[string, TokenAnswerTampering, string, string]>([
    ['O9: a web page', { html: true }, 'notCognito', ''],
    ['O9: JSON under another name', { contentType: 'text/plain' }, 'notCognito', ''],
    ['O9: a megabyte', { oversized: true }, 'notCognito', ''],
    ['O9: another token type', { tokenType: 'mac' }, 'tokenRejected', 'token_type'],
    ['O9: no token type', { omit: ['token_type'] }, 'tokenRejected', 'token_type'],
    ['O9: no access token', { omit: ['access_token'] }, 'tokenRejected', 'access: missing'],
    ['O4: no id token to hold the nonce', { omit: ['id_token'] }, 'tokenRejected', 'id: missing'],
    ['O4: another nonce', { nonce: 'another' }, 'tokenRejected', 'id: nonce'],
    ['O4: no nonce', { idClaims: { nonce: undefined } }, 'tokenRejected', 'id: nonce'],
    ['J7: another access token', { idClaims: { at_hash: 'x' } }, 'tokenRejected', 'id: accessTokenHash'],
    ['J4: another pool', { idClaims: { iss: 'https://evil.example' } }, 'tokenRejected', 'id: issuer'],
    ['J5: another app client', { idClaims: { aud: 'other' } }, 'tokenRejected', 'id: client'],
  ])('that answers with %s is refused', async (_, tampering, code, detail) => {
    const source = rig.sourceFor();
    const { attempt, answerUrl } = await rig.signIn(source);
    rig.pool.tamperNextTokenAnswer(tampering);
    expect(await refusalOf(source.finishHostedUi(attempt, answerUrl))).toEqual({ code, detail });
  });
});

describe('the implicit grant', () => {
  const implicit = { signInMethod: 'hostedUiImplicit' } as const;

  test('gives verified tokens that the hosted UI renews without being shown', async () => {
    const source = rig.sourceFor({ oauthFlows: ['implicit'] }, {}, implicit);
    const { attempt, answerUrl } = await rig.signIn(source);
    const tokens = tokensOf(await source.finishHostedUi(attempt, answerUrl));
    expect(tokens).toMatchObject({ username: 'alice', refreshToken: null, renewal: 'silentSignIn' });
    expect(tokens.id?.expiresAtMs).toBeGreaterThan(Date.now() + 3_590_000);
    expect(rig.pool.oauthCallsOf('/oauth2/token')).toEqual([]);
  });

  test.each([
    ['O3: state', 'state=x', 'hostedUiAnswerRejected', 'state'],
    ['O4: nonce', 'id_token', 'tokenRejected', 'id: missing'],
    ['O9: token type', 'token_type=mac', 'tokenRejected', 'token_type'],
    ['O6: two states', 'state', 'hostedUiAnswerRejected', 'duplicate'],
  ])('is held to %s', async (_, change, code, detail) => {
    const source = rig.sourceFor({ oauthFlows: ['implicit'] }, {}, implicit);
    const { attempt, answerUrl } = await rig.signIn(source);
    expect(await refusalOf(source.finishHostedUi(attempt, changed(answerUrl, change)))).toEqual({
      code,
      detail,
    });
  });

  test('of an app client that does not allow it is refused in words', async () => {
    const source = rig.sourceFor({}, {}, implicit);
    const { attempt, answerUrl } = await rig.signIn(source);
    expect(await refusalOf(source.finishHostedUi(attempt, answerUrl))).toMatchObject({
      code: 'grantNotAllowed',
    });
  });
});

// "name=value" replaces a member of the fragment; a token's name takes it away, another name doubles it.
function changed(answerUrl: string, change: string): string {
  const url = new URL(answerUrl);
  const parameters = new URLSearchParams(url.hash.slice(1));
  const [name = '', value] = change.split('=');
  if (value !== undefined) parameters.set(name, value);
  else if (name === 'id_token') parameters.delete(name);
  else parameters.append(name, parameters.get(name) ?? '');
  url.hash = parameters.toString();
  return url.href;
}
