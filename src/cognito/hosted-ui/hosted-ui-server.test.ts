import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import { aPool, aProfile } from '../../testing/builders';
import { HostedUiRig, refusalOf } from '../../testing/hosted-ui-rig';
import { tokensOf } from '../../testing/token-source-rig';
import { appClientOf } from '../app-client';
import { domainOf, hostedUiServerOf, takesSecretInBody } from './hosted-ui-server';

const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI';
const DOMAIN = 'https://my-pool.auth.eu-central-1.amazoncognito.com';
const GOOD = {
  issuer: ISSUER,
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  authorization_endpoint: `${DOMAIN}/oauth2/authorize`,
  token_endpoint: `${DOMAIN}/oauth2/token`,
};

let keys: SigningKeys;
let rig: HostedUiRig;

beforeAll(async () => {
  keys = await generateSigningKeys();
});

beforeEach(async () => {
  rig = await HostedUiRig.start(keys);
});

afterEach(() => rig.pool.close());

/** The server of a profile without a domain, whose pool answers so. */
function discovered(answer: Response | object) {
  const asked: string[] = [];
  const fetch = async (url: RequestInfo | URL): Promise<Response> => {
    asked.push(String(url));
    return answer instanceof Response ? answer : Response.json(answer);
  };
  const profile = aProfile({ pool: aPool('eu-central-1_AbCdEfGhI') });
  return { asked, server: hostedUiServerOf(profile, appClientOf(profile, null), fetch) };
}

describe('O12: where the hosted UI is', () => {
  test('stands in the discovery document of the pool, whose address comes from its ID', async () => {
    const { asked, server } = discovered(GOOD);
    expect(await server).toMatchObject({
      ...GOOD,
      revocation_endpoint: `${DOMAIN}/oauth2/revoke`,
      end_session_endpoint: `${DOMAIN}/logout`,
    });
    expect(asked).toEqual([`${ISSUER}/.well-known/openid-configuration`]);
    expect(domainOf(await server)).toBe(DOMAIN);
  });

  test('is on the domain that the profile names, without asking', async () => {
    const { url, discoveredDomain } = await rig.begin(rig.sourceFor());
    expect(new URL(url).origin).toBe(rig.pool.loginDomain);
    expect([discoveredDomain, rig.sent]).toEqual([null, []]);
  });

  test('is found for a real sign-in, and told so that the profile can keep it', async () => {
    const source = rig.sourceFor({}, { domain: null });
    expect((await rig.begin(source)).discoveredDomain).toBe(rig.pool.loginDomain);
    const { attempt, answerUrl } = await rig.signIn(source);
    expect(tokensOf(await source.finishHostedUi(attempt, answerUrl)).username).toBe('alice');
  });

  test('may be told by the newer form of the issuer', async () => {
    const issuer = ISSUER.replace('cognito-idp', 'issuer-cognito-idp');
    expect(await discovered({ ...GOOD, issuer }).server).toMatchObject({ issuer });
  });

  test('on unusual paths is used and not taken for a domain', async () => {
    const { server } = discovered({ ...GOOD, token_endpoint: `${DOMAIN}/token` });
    expect(domainOf(await server)).toBeNull();
  });

  test.each([
    ['in the body, as Cognito lists it', ['client_secret_basic', 'client_secret_post'], true],
    ['in the body alone', ['client_secret_post'], true],
    ['by Basic alone', ['client_secret_basic'], false],
    ['by Basic beside what we do not speak', ['private_key_jwt', 'client_secret_basic'], false],
    ['by none', ['none'], false],
    ['by an empty list', [], false],
    ['by no list, which stands for Basic', undefined, false],
    ['by what is no list', 'client_secret_post', false],
  ])('may take a secret %s; only what Cognito does is told by a domain', async (_, methods, inBody) => {
    const { server } = discovered({ ...GOOD, token_endpoint_auth_methods_supported: methods });
    expect(takesSecretInBody(await server)).toBe(inBody);
    expect(domainOf(await server)).toBe(inBody ? DOMAIN : null);
  });

  test.each([
    ['another pool', { ...GOOD, issuer: ISSUER.replace('AbC', 'XyZ') }, 'notCognito'],
    ['no issuer', { ...GOOD, issuer: undefined }, 'notCognito'],
    ['no endpoint', { issuer: ISSUER }, 'hostedUiMissing'],
    ['plain http', { ...GOOD, token_endpoint: 'http://my-pool.example/oauth2/token' }, 'hostedUiMissing'],
    ['no URL', { ...GOOD, authorization_endpoint: 'javascript:alert(1)' }, 'hostedUiMissing'],
    ['not found', new Response('{}', { status: 404 }), 'hostedUiMissing'],
    ['a portal', new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'notCognito'],
    ['a failure', new Response('', { status: 503 }), 'serviceFailed'],
  ])('of %s is refused', async (_, answer, code) => {
    expect(await refusalOf(discovered(answer).server)).toMatchObject({ code });
  });

  test('is signed out of on its own page, which asks the next user', async () => {
    const source = rig.sourceFor();
    await rig.signIn(source);
    const signedIn = await rig.browser.open((await rig.begin(source)).url);
    expect(signedIn.url.searchParams.get('code')).toMatch(/./);
    const signedOut = await rig.browser.open(await source.hostedUiLogoutUrl());
    expect([signedOut.status, signedOut.url.pathname]).toEqual([200, '/login']);
    expect((await rig.browser.open((await rig.begin(source)).url)).url.pathname).toBe('/login');
  });
});
