import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generateSigningKeys } from '../../../e2e/user-pool/signing-keys';
import { startUserPool, type UserPool } from '../../../e2e/user-pool/start-user-pool';
import type { NewUser } from '../../../e2e/user-pool/users';
import type { PreferredChallenge } from '../../core/profile/sign-in-method';
import { type Challenge, fieldsOf } from '../../core/session/challenge';
import { aTokenSource, challengeOf, codeOf, tokensOf } from '../../testing/token-source-rig';
import type { TokenSource } from '../token-source';

const PASSWORD = 'Corr3ct-horse!';
const signingKeys = await generateSigningKeys();
let pool: UserPool;

beforeEach(async () => {
  pool = await startUserPool({ signingKeys });
});

afterEach(() => pool.close());

function addAlice(settings: Partial<NewUser> = {}): void {
  pool.addUser({
    ...{ username: 'alice', password: PASSWORD, email: 'alice@example.com', phone: '+4915112345678' },
    ...settings,
  });
}

function choosing(preferredChallenge: PreferredChallenge | null): TokenSource {
  return aTokenSource(pool, { profile: { signInMethod: 'choice', preferredChallenge } });
}

const sentCode = () => pool.outbox.at(-1)?.code ?? '';
const sentChallenges = () => pool.callsOf('RespondToAuthChallenge').map(({ challengeName }) => challengeName);

describe('a preferred challenge', () => {
  beforeEach(() => addAlice());

  test.each(['PASSWORD', 'PASSWORD_SRP'] as const)('%s is proved with the first call', async (preferred) => {
    expect(tokensOf(await choosing(preferred).signIn(PASSWORD)).username).toBe('alice');
    expect(sentChallenges()).toEqual(preferred === 'PASSWORD' ? [] : ['PASSWORD_VERIFIER']);
    expect(await codeOf(choosing(preferred).signIn('wrong'))).toBe('wrongPassword');
  });

  test.each(['PASSWORD', 'PASSWORD_SRP'] as const)(
    '%s without a password is left to the choice',
    async (preferred) => {
      expect(challengeOf(await choosing(preferred).signIn('')).name).toBe('SELECT_CHALLENGE');
    },
  );

  test.each(['EMAIL_OTP', 'SMS_OTP'] as const)(
    '%s is asked at once, and may be mistyped',
    async (preferred) => {
      const source = choosing(preferred);
      const challenge = challengeOf(await source.signIn(''));
      expect(challenge).toMatchObject({ name: preferred, choices: [], chosen: null });
      expect(await codeOf(source.answerChallenge(challenge, { code: '00000000x' }))).toBe('codeMismatch');
      expect(tokensOf(await source.answerChallenge(challenge, { code: sentCode() })).username).toBe('alice');
      expect(await codeOf(source.answerChallenge(challenge, { code: sentCode() }))).toBe('challengeExpired');
    },
  );

  test('that the user does not have is left to the choice', async () => {
    expect(challengeOf(await choosing('WEB_AUTHN').signIn('')).name).toBe('SELECT_CHALLENGE');
  });
});

describe('the choice', () => {
  test('offers what the pool offers and we can answer, in our order', async () => {
    addAlice();
    pool.configure({ firstFactors: ['SMS_OTP', 'EMAIL_OTP', 'PASSWORD'] });
    const { name, choices, chosen } = challengeOf(await choosing(null).signIn(''));
    expect({ name, chosen }).toEqual({ name: 'SELECT_CHALLENGE', chosen: null });
    expect(choices).toEqual(['PASSWORD_SRP', 'PASSWORD', 'EMAIL_OTP', 'SMS_OTP']);
  });

  test.each(['EMAIL_OTP', 'SMS_OTP'])('%s is sent at once', async (choice) => {
    addAlice();
    const source = choosing(null);
    const asked = challengeOf(await source.signIn(''));
    const challenge = challengeOf(await source.answerChallenge(asked, { choice }));
    expect(challenge.name).toBe(choice);
    expect(tokensOf(await source.answerChallenge(challenge, { code: sentCode() })).username).toBe('alice');
  });

  test.each(['PASSWORD', 'PASSWORD_SRP'])('%s goes with the password', async (choice) => {
    addAlice();
    const source = choosing(null);
    const asked = challengeOf(await source.signIn(''));
    const chosen = challengeOf(await source.answerChallenge(asked, { choice }));
    expect(chosen).toEqual({ ...asked, chosen: choice });
    expect(fieldsOf(chosen)).toEqual([{ id: 'challengePassword', kind: 'password' }]);
    expect(pool.callsOf('RespondToAuthChallenge')).toEqual([]);
    const answers = { challengePassword: PASSWORD };
    expect(tokensOf(await source.answerChallenge(chosen, answers)).username).toBe('alice');
    expect(sentChallenges()[0]).toBe('SELECT_CHALLENGE');
  });

  test.each(['PASSWORD', 'PASSWORD_SRP'])('%s with a wrong password is refused', async (choice) => {
    addAlice();
    const source = choosing(null);
    const asked = challengeOf(await source.signIn(''));
    const chosen = challengeOf(await source.answerChallenge(asked, { choice }));
    const wrong = source.answerChallenge(chosen, { challengePassword: 'wrong' });
    expect(await codeOf(wrong)).toBe('wrongPassword');
  });

  test.each(['PALM_READING', 'WEB_AUTHN', ''])('%j was not offered and is not sent', async (choice) => {
    addAlice();
    const source = choosing(null);
    const asked = challengeOf(await source.signIn(''));
    expect(await codeOf(source.answerChallenge(asked, { choice }))).toBe('challengeUnsupported');
    expect(pool.callsOf('RespondToAuthChallenge')).toEqual([]);
  });

  test('does not last longer than the pool keeps it', async () => {
    addAlice();
    const source = choosing(null);
    const asked = challengeOf(await source.signIn(''));
    pool.setClockSkewMs(3_600_000);
    expect(await codeOf(source.answerChallenge(asked, { choice: 'EMAIL_OTP' }))).toBe('challengeExpired');
  });
});

describe('a bare challenge', () => {
  test.each(['PASSWORD', 'PASSWORD_SRP'] as const)('%s takes the password', async (name) => {
    addAlice();
    const source = choosing(null);
    const asked = challengeOf(await source.signIn(''));
    // The pool asks for it where the choice has come without the password; an app of the pool's own may send it so.
    const bare = await bareChallenge(asked.session, name);
    const answered = source.answerChallenge({ ...asked, ...bare }, { challengePassword: PASSWORD });
    expect(tokensOf(await answered).username).toBe('alice');
    expect(sentChallenges()).toContain(name);
  });

  async function bareChallenge(session: string, name: string): Promise<{ name: string; session: string }> {
    const clientId = pool.calls.at(-1)?.clientId;
    const response = await fetch(pool.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.RespondToAuthChallenge',
      },
      body: JSON.stringify({
        ...{ ClientId: clientId, ChallengeName: 'SELECT_CHALLENGE', Session: session },
        ChallengeResponses: { USERNAME: 'alice', ANSWER: name },
      }),
    });
    const { Session } = (await response.json()) as { Session: string };
    return { name, session: Session };
  }
});

describe('WEB_AUTHN', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const origin = 'https://login.example.com';

  beforeEach(() => {
    addAlice();
    pool.configure({ relyingParty: { id: 'example.com', origins: [origin] } });
    pool.addPasskey('alice', { credentialId: 'credential-1', publicKey });
  });

  /** What a browser makes of the pool's request on a page of this origin (WebAuthn level 3, section 7.2). */
  function credentialFor(challenge: Challenge, pageOrigin: string): string {
    const [field] = fieldsOf(challenge) ?? [];
    if (field?.kind !== 'passkey') throw new Error('the pool asks for no passkey');
    const request = JSON.parse(field.request) as { challenge: string; rpId: string };
    const { challenge: asked } = request;
    const client = { type: 'webauthn.get', challenge: asked, origin: pageOrigin };
    const clientData = Buffer.from(JSON.stringify(client));
    // User present and verified; the counter stays zero.
    const authenticatorData = Buffer.concat([sha256(request.rpId), Buffer.of(0x05, 0, 0, 0, 0)]);
    const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
    const response = {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: sign('sha256', signed, privateKey).toString('base64url'),
    };
    return JSON.stringify({ id: 'credential-1', rawId: 'credential-1', type: 'public-key', response });
  }

  test.each([
    ['preferred', 'WEB_AUTHN'],
    ['chosen', null],
  ] as const)('%s: a passkey of the right page signs in', async (_, preferred) => {
    const source = choosing(preferred);
    const asked = challengeOf(await source.signIn(''));
    const challenge = preferred
      ? asked
      : challengeOf(await source.answerChallenge(asked, { choice: 'WEB_AUTHN' }));
    const credential = credentialFor(challenge, origin);
    expect(tokensOf(await source.answerChallenge(challenge, { credential })).username).toBe('alice');
  });

  test('one of another page is refused', async () => {
    const source = choosing('WEB_AUTHN');
    const challenge = challengeOf(await source.signIn(''));
    const credential = credentialFor(challenge, 'https://evil.example');
    expect(await codeOf(source.answerChallenge(challenge, { credential }))).toBe('webAuthnOriginRefused');
  });
});

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();

test('an app client without USER_AUTH says so', async () => {
  addAlice();
  const source = aTokenSource(pool, {
    profile: { signInMethod: 'choice' },
    client: { authFlows: ['ALLOW_USER_SRP_AUTH'] },
  });
  expect(await codeOf(source.signIn(''))).toBe('choiceFlowNotEnabled');
});
