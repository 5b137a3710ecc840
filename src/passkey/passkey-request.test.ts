import { describe, expect, it } from 'vitest';
import type { ChallengeField } from '../core/session/challenge';
import type { SessionView } from '../core/views/session-view';
import { accessFor, passkeyRequestOf, problemOfPasskey } from './passkey-request';

const asking = (field: ChallengeField): SessionView => ({
  kind: 'challenged',
  challengeName: 'WEB_AUTHN',
  fields: [field],
  destination: '',
  deviceName: '',
  setup: null,
  publicParameters: {},
  canResendCode: false,
  name: 'jane',
  problem: null,
});
const passkey = (request: string): SessionView => asking({ id: 'credential', kind: 'passkey', request });

describe('the request for a passkey', () => {
  it('is the one of the open challenge', () => {
    const request = { challenge: 'AQ', rpId: 'example.com' };
    expect(passkeyRequestOf(passkey(JSON.stringify(request)))).toEqual(request);
  });

  it.each<[string, SessionView]>([
    ['nobody is being asked', { kind: 'signedOut', problem: null }],
    ['a code is asked for', asking({ id: 'code', kind: 'code' })],
    ['it is no JSON', passkey('<html>')],
    ['it is null', passkey('null')],
    ['it has no challenge', passkey('{"rpId":"example.com"}')],
  ])('is none where %s', (_, session) => {
    expect(passkeyRequestOf(session)).toBeNull();
  });

  it('needs access to the relying party and what is below it', () => {
    expect(accessFor({ challenge: 'AQ', rpId: 'example.com' })).toEqual(['https://example.com/*']);
    expect(accessFor({ challenge: 'AQ' })).toEqual([]);
  });

  it.each(['*', '*.example.com', 'com', 'a/b', 'example.com/*', ''])('asks for no access to “%s”', (rpId) => {
    expect(accessFor({ challenge: 'AQ', rpId })).toEqual([]);
  });
});

describe('a passkey that was not used', () => {
  it('names the relying party where the browser forbids it', () => {
    expect(problemOfPasskey(new DOMException('', 'SecurityError'), 'example.com')).toEqual({
      code: 'passkeyNotAllowedHere',
      detail: 'example.com',
    });
  });

  it('is a refusal in every other case', () => {
    for (const error of [new DOMException('', 'NotAllowedError'), new TypeError('null')]) {
      expect(problemOfPasskey(error, 'example.com')).toEqual({ code: 'passkeyFailed', detail: '' });
    }
  });
});
