import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateSigningKeys } from './signing-keys';
import { startUserPool, type UserPool } from './start-user-pool';
import { SdkClient } from './testing/sdk-client';
import type { User } from './users';

const USERNAME = 'ada';
const RP_ID = 'login.example.com';
const ORIGIN = 'https://login.example.com';
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;

const signingKeys = await generateSigningKeys();
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const credentialId = randomBytes(16).toString('base64url');

let pool: UserPool;
let sdk: SdkClient;
let user: User;

beforeEach(async () => {
  const settings = { relyingParty: { id: RP_ID, origins: [ORIGIN] } };
  pool = await startUserPool({ signingKeys, settings });
  sdk = new SdkClient(pool, pool.addClient({ authFlows: ['ALLOW_USER_AUTH'] }));
  user = pool.addUser({ username: USERNAME });
  pool.addPasskey(USERNAME, { credentialId, publicKey });
});

afterEach(() => pool.close());

/** What an authenticator and a browser make of a challenge; `spoilt` replaces any part of it. */
function credentialFor(challenge: string, spoilt: Partial<Parts> = {}): string {
  const parts: Parts = {
    ...{ type: 'webauthn.get', challenge, origin: ORIGIN, rpId: RP_ID, flags: USER_PRESENT, signCount: 0 },
    ...{ id: credentialId, userHandle: user.sub, key: privateKey, kind: 'public-key' },
    ...spoilt,
  };
  const { type, origin } = parts;
  const clientData = Buffer.from(JSON.stringify({ type, challenge: parts.challenge, origin }));
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(parts.signCount);
  const rpIdHash = createHash('sha256').update(parts.rpId).digest();
  const authenticatorData = Buffer.concat([rpIdHash, Buffer.of(parts.flags), counter]);
  const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()]);
  return JSON.stringify({
    id: parts.id,
    rawId: parts.id,
    type: parts.kind,
    response: {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: sign('sha256', signed, parts.key).toString('base64url'),
      userHandle: Buffer.from(parts.userHandle).toString('base64url'),
    },
  });
}

interface Parts {
  type: string;
  challenge: string;
  origin: string;
  rpId: string;
  flags: number;
  signCount: number;
  id: string;
  userHandle: string;
  key: typeof privateKey;
  kind: string;
}

async function ask() {
  const asked = await sdk.initiate('USER_AUTH', { USERNAME, PREFERRED_CHALLENGE: 'WEB_AUTHN' });
  const options = JSON.parse(asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '');
  return { options, Session: asked.Session, name: asked.ChallengeName };
}

async function signInWith(spoilt: Partial<Parts> = {}) {
  const { options, Session } = await ask();
  return sdk.respond('WEB_AUTHN', Session, {
    USERNAME,
    CREDENTIAL: credentialFor(options.challenge, spoilt),
  });
}

describe('WEB_AUTHN', () => {
  it('asks for the passkeys of the user', async () => {
    const { name, options } = await ask();
    expect(name).toBe('WEB_AUTHN');
    expect(options).toMatchObject({
      rpId: RP_ID,
      allowCredentials: [{ type: 'public-key', id: credentialId }],
      userVerification: 'preferred',
    });
  });

  it('accepts an assertion, in an answer to SELECT_CHALLENGE too', async () => {
    expect(await signInWith()).toHaveProperty('AuthenticationResult.IdToken');
    const { Session, ChallengeParameters } = await sdk.initiate('USER_AUTH', { USERNAME });
    const { challenge } = JSON.parse(ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '');
    const responses = { USERNAME, ANSWER: 'WEB_AUTHN', CREDENTIAL: credentialFor(challenge) };
    const output = await sdk.respond('SELECT_CHALLENGE', Session, responses);
    expect(output).toHaveProperty('AuthenticationResult.IdToken');
  });

  it('is asked in the next call where the choice comes alone', async () => {
    const { Session } = await sdk.initiate('USER_AUTH', { USERNAME });
    const asked = await sdk.respond('SELECT_CHALLENGE', Session, { USERNAME, ANSWER: 'WEB_AUTHN' });
    expect(asked.ChallengeName).toBe('WEB_AUTHN');
    const { challenge } = JSON.parse(asked.ChallengeParameters?.CREDENTIAL_REQUEST_OPTIONS ?? '');
    const responses = { USERNAME, CREDENTIAL: credentialFor(challenge) };
    expect(await sdk.respond('WEB_AUTHN', asked.Session, responses)).toHaveProperty('AuthenticationResult');
  });

  it('accepts a challenge once', async () => {
    const { options, Session } = await ask();
    const responses = { USERNAME, CREDENTIAL: credentialFor(options.challenge) };
    expect(await sdk.respond('WEB_AUTHN', Session, responses)).toHaveProperty('AuthenticationResult');
    await expect(sdk.respond('WEB_AUTHN', Session, responses)).rejects.toThrow(
      'session can only be used once',
    );
  });

  const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  it.each<[string, Partial<Parts>, string]>([
    ['another challenge', { challenge: 'AAAA' }, 'WebAuthnChallengeNotFoundException'],
    ['another origin', { origin: 'https://evil.example' }, 'WebAuthnOriginNotAllowedException'],
    ['another relying party', { rpId: 'evil.example' }, 'WebAuthnRelyingPartyMismatchException'],
    ['another kind of credential', { kind: 'password' }, 'WebAuthnCredentialNotSupportedException'],
    ['a registration', { type: 'webauthn.create' }, 'InvalidParameterException'],
    ['another key', { key: otherKey }, 'NotAuthorizedException'],
    ['an unknown credential', { id: 'AAAA' }, 'NotAuthorizedException'],
    ['the credential of somebody else', { userHandle: 'somebody' }, 'NotAuthorizedException'],
    ['nobody present', { flags: 0 }, 'NotAuthorizedException'],
  ])('refuses %s', async (_, spoilt, name) => {
    await expect(signInWith(spoilt)).rejects.toMatchObject({ name });
    expect(await signInWith()).toHaveProperty('AuthenticationResult');
  });

  it('refuses a counter that does not grow', async () => {
    expect(await signInWith({ signCount: 5 })).toHaveProperty('AuthenticationResult');
    await expect(signInWith({ signCount: 5 })).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await signInWith({ signCount: 6 })).toHaveProperty('AuthenticationResult');
  });

  it('insists on user verification where the pool does', async () => {
    pool.configure({ relyingParty: { id: RP_ID, origins: [ORIGIN], userVerification: 'required' } });
    await expect(signInWith()).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const flags = USER_PRESENT | USER_VERIFIED;
    expect(await signInWith({ flags })).toHaveProperty('AuthenticationResult');
  });

  it('needs a relying party', async () => {
    pool.configure({ relyingParty: undefined });
    await expect(ask()).rejects.toMatchObject({ name: 'WebAuthnConfigurationMissingException' });
  });
});
