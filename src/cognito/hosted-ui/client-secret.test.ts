import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FaultKind } from '../../../e2e/user-pool/faults';
import type { ClientAuthMethod } from '../../../e2e/user-pool/pool-settings';
import { generateSigningKeys, type SigningKeys } from '../../../e2e/user-pool/signing-keys';
import { HOSTED_APP, HostedUiRig, refusalOf } from '../../testing/hosted-ui-rig';
import { keepNothing, tokensOf } from '../../testing/token-source-rig';
import type { TokenSource } from '../token-source';

const BOTH: readonly ClientAuthMethod[] = ['client_secret_basic', 'client_secret_post'];
const BASIC: readonly ClientAuthMethod[] = ['client_secret_basic'];
const POST: readonly ClientAuthMethod[] = ['client_secret_post'];
// Each of these is spelt in another way in a form, in a URL or in base64; Cognito allows [\w+] (API, AppClientSecret).
const SECRETS = [
  'a_b-c+d/e~f%g=h',
  '%2B+%2b',
  'a:b:c',
  '+'.repeat(24),
  '_'.repeat(24),
  "!*'().~-_",
  ' &?#\\" ü€',
];
const ENDPOINTS = ['/oauth2/token', '/oauth2/revoke'];

let keys: SigningKeys;
let rig: HostedUiRig;

beforeAll(async () => {
  keys = await generateSigningKeys();
});

beforeEach(async () => {
  rig = await HostedUiRig.start(keys);
});

afterEach(() => rig.pool.close());

/** An app client with the secret, at a pool that lists these ways; by discovery, unless the domain is typed. */
function sourceWith(clientSecret: string, methods: readonly ClientAuthMethod[], isTyped = false) {
  rig.pool.configure({ clientAuthMethods: methods });
  const oauthFlows = ['code', 'client_credentials'] as const;
  const client = rig.pool.addClient({ ...HOSTED_APP, oauthFlows, clientSecret });
  const at = { domain: isTyped ? rig.pool.loginDomain : null, scopes: ['openid', 'api/read'] };
  const machine = { signInMethod: 'clientCredentials' } as const;
  return {
    user: rig.sourceOf(client, at),
    machine: rig.sourceOf(client, { ...at, scopes: ['api/read'] }, machine),
  };
}

/** Sends the secret everywhere that OAuth does: with a code, at a renewal, without a user, and to revoke. */
async function sendEverywhere({ user, machine }: { user: TokenSource; machine: TokenSource }) {
  const renewed = await user.renew(await rig.tokensOf(user), keepNothing);
  await user.revoke(renewed);
  expect(rig.pool.refreshTokenIsLive(renewed.refreshToken ?? '')).toBe(false);
  tokensOf(await machine.signIn(''));
}

const callsWithSecret = () => rig.pool.oauthCalls.filter(({ path }) => ENDPOINTS.includes(path));

describe('O13: a client secret', () => {
  test.each(SECRETS)(
    '%j arrives in the body, in each call, where the pool takes it there',
    async (secret) => {
      for (const [methods, isTyped] of [
        [BOTH, false],
        [POST, false],
        [BOTH, true],
      ] as const) {
        rig.pool.clearCalls();
        await sendEverywhere(sourceWith(secret, methods, isTyped));
        expect(callsWithSecret().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        for (const call of callsWithSecret()) {
          expect(call).not.toHaveProperty('authorization');
          expect(call.withheld).toContain('client_secret');
        }
      }
    },
  );

  test.each(SECRETS)(
    '%j arrives by Basic, in each call, where the pool lists nothing else',
    async (secret) => {
      await sendEverywhere(sourceWith(secret, BASIC));
      expect(callsWithSecret().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      for (const call of callsWithSecret()) {
        expect(call).toMatchObject({ authorization: 'Basic' });
        expect(call.withheld).not.toContain('client_secret');
      }
    },
  );

  test('goes by Basic where tokens are revoked, if the body is not looked at there', async () => {
    rig.pool.configure({ revocationAuthMethods: BASIC });
    await sendEverywhere(sourceWith('a_b-c+d/e~f%g=h', BOTH));
    const revocations = rig.pool.oauthCallsOf('/oauth2/revoke');
    expect(revocations.map(({ status, authorization }) => [status, authorization])).toEqual([
      [401, undefined],
      [200, 'Basic'],
    ]);
  });

  test('that is wrong is refused where tokens are revoked, and tried in no third way', async () => {
    const client = rig.pool.addClient({ ...HOSTED_APP, clientSecret: 'right' });
    const tokens = await rig.tokensOf(rig.sourceOf(client));
    const wrong = rig.sourceOf({ ...client, clientSecret: 'wrong' });
    expect(await refusalOf(wrong.revoke(tokens))).toMatchObject({ code: 'clientSecretWrong' });
    expect(rig.pool.oauthCallsOf('/oauth2/revoke').map(({ status }) => status)).toEqual([401, 401]);
  });

  test.each([
    ['the body', BOTH],
    ['Basic', BASIC],
  ])('that goes by %s is in no URL and in no error', async (_, methods) => {
    const secret = 'c4nary_+/=';
    const { user } = sourceWith(secret, methods);
    const { attempt, answerUrl } = await rig.signIn(user);
    const spellings = [secret, encodeURIComponent(secret), btoa(secret).slice(0, 10)];
    const kinds: readonly FaultKind[] = ['unavailable', 'drop', 'html', 'truncated', 'redirect'];
    for (const kind of kinds) {
      rig.pool.failNext({ kind, operation: '/oauth2/token' });
      const error = await user.finishHostedUi(attempt, answerUrl).catch((thrown: unknown) => thrown);
      for (const spelling of spellings) expect(textOf(error)).not.toContain(spelling);
    }
    rig.pool.configure({ clientAuthMethods: [] });
    expect(await refusalOf(user.finishHostedUi(attempt, answerUrl))).toEqual({
      ...{ code: 'clientSecretWrong', detail: 'invalid_client' },
    });
    const urls = [answerUrl, ...rig.sent.map(({ url }) => url)].join();
    for (const spelling of spellings) expect(urls).not.toContain(spelling);
  });
});

/** All that a log would have of an error, with what it was caused by. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  return [error.message, error.stack, JSON.stringify({ ...error }), textOf(error.cause ?? null)].join('\n');
}
