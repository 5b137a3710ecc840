import { afterEach, describe, expect, it, vi } from 'vitest';
import { credentialJsonOf, decodeOptions, encodeAssertion, requestOptionsOf } from './credential-json';

const bytes = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer;
const REQUEST: PublicKeyCredentialRequestOptionsJSON = {
  challenge: '-_8',
  rpId: 'example.com',
  timeout: 60_000,
  userVerification: 'preferred',
  allowCredentials: [{ id: 'AQID', type: 'public-key', transports: ['internal'] }],
};
const ASSERTION = {
  id: 'AQID',
  rawId: bytes(1, 2, 3),
  type: 'public-key',
  authenticatorAttachment: 'platform',
  response: {
    authenticatorData: bytes(0xfb, 0xff),
    clientDataJSON: bytes(123, 125),
    signature: bytes(4),
    userHandle: null,
  },
} as unknown as PublicKeyCredential;

afterEach(() => vi.unstubAllGlobals());

describe('the request for a passkey', () => {
  it('is decoded from base64url', () => {
    expect(decodeOptions(REQUEST)).toEqual({
      challenge: new Uint8Array([0xfb, 0xff]),
      rpId: 'example.com',
      timeout: 60_000,
      userVerification: 'preferred',
      allowCredentials: [{ id: new Uint8Array([1, 2, 3]), type: 'public-key', transports: ['internal'] }],
    });
  });

  it('may name no credential, for the user to choose one', () => {
    expect(decodeOptions({ challenge: 'AQ' })).toEqual({
      challenge: new Uint8Array([1]),
      allowCredentials: [],
    });
  });

  it('is refused where it is not base64url', () => {
    expect(() => decodeOptions({ challenge: '*' })).toThrow(DOMException);
  });

  it('is read by the browser where it can, else here', () => {
    const ofBrowser = { challenge: bytes(9) };
    vi.stubGlobal('PublicKeyCredential', { parseRequestOptionsFromJSON: () => ofBrowser });
    expect(requestOptionsOf(REQUEST)).toBe(ofBrowser);
    vi.stubGlobal('PublicKeyCredential', {});
    expect(requestOptionsOf(REQUEST)).toEqual(decodeOptions(REQUEST));
  });
});

describe('the answer', () => {
  it('is encoded in base64url without padding', () => {
    expect(encodeAssertion(ASSERTION)).toEqual({
      id: 'AQID',
      rawId: 'AQID',
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: { authenticatorData: '-_8', clientDataJSON: 'e30', signature: 'BA' },
    });
  });

  it('names the user where the passkey does', () => {
    const response = { ...ASSERTION.response, userHandle: bytes(255) };
    expect(encodeAssertion({ ...ASSERTION, response }).response.userHandle).toBe('_w');
  });

  it('is written by the browser where it can, else here', () => {
    const ofBrowser = { ...ASSERTION, toJSON: () => ({ id: 'by the browser' }) };
    expect(JSON.parse(credentialJsonOf(ofBrowser as unknown as PublicKeyCredential))).toEqual({
      id: 'by the browser',
    });
    expect(JSON.parse(credentialJsonOf(ASSERTION))).toEqual(encodeAssertion(ASSERTION));
  });
});
