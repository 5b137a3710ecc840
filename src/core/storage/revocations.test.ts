import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile } from '../../testing/builders';
import type { PendingRevocation } from '../session/revocation';
import fixtures from './fixtures/revocations.json' with { type: 'json' };
import { REVOCATIONS } from './revocations';

const READ_AS: Readonly<Record<keyof typeof fixtures, PendingRevocation>> = {
  'version 1, first build': {
    ...{ id: 'earlier-0', clientSecret: null, refreshToken: 'r', renewal: 'userPoolApi', everywhereBy: null },
    ...{ profile: aProfile(), failures: 1, retryAtMs: 7 },
  },
  'version 1, with everything that could be given back': {
    ...{ id: 'r1', clientSecret: 's3cret', refreshToken: null, renewal: 'tokenEndpoint' },
    ...{ everywhereBy: 'a.a.a', failures: 0, retryAtMs: 8 },
    profile: aProfile({
      signInMethod: 'hostedUi',
      hostedUi: {
        ...{ domain: 'https://login.example.com', callbackUrl: null, scopes: ['openid'] },
        ...{ identityProvider: null, prompt: null },
      },
      apiHosts: [aHost('*.example.com:8443/v1')],
      allowedPages: [aPage('localhost:3000')],
      hostScopes: { 'https://*.example.com:8443/v1': 'onlyPages' },
    }),
  },
};

function stored(queue: readonly PendingRevocation[]): { version: number; value: unknown[] } {
  return JSON.parse(JSON.stringify(REVOCATIONS.entry(queue).envelope));
}

describe('revocations of each build there was', () => {
  test.each(Object.entries(fixtures))('%s', (name, fixture) => {
    const value = [READ_AS[name as keyof typeof fixtures]];
    expect(REVOCATIONS.read(fixture)).toEqual({ value, setAside: [] });
    expect(REVOCATIONS.read(stored(value))).toEqual({ value, setAside: [] });
  });
});

describe('revocations', () => {
  const pending = READ_AS['version 1, first build'];
  const [raw] = stored([pending]).value;

  test.each([
    ['nothing', null],
    ['no id', { ...(raw as object), id: undefined }],
    ['half a profile', { ...(raw as object), profile: { id: 'p1' } }],
    ['an unknown renewal', { ...(raw as object), renewal: 'magic' }],
  ])('set aside one with %s, and keep the others', (_, broken) => {
    expect(REVOCATIONS.read({ version: 2, value: [broken, raw] })).toEqual({
      value: [pending],
      setAside: [{ version: 2, value: broken }],
    });
  });

  test.each([{}, null, 'r'])('are not made of %j', (value) => {
    const envelope = { version: 2, value };
    expect(REVOCATIONS.read(envelope)).toEqual({ value: [], setAside: [envelope] });
  });

  test('lie in memory', () => expect(REVOCATIONS.area).toBe('session'));
});
