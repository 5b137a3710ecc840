import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile } from '../../testing/builders';
import { INITIAL_SETTINGS, parseSettings, parseSwitches, storedSettings } from './settings';

const profile = aProfile({
  apiHosts: [aHost('localhost:3000'), aHost('*.example.com:8443/v1')],
  allowedPages: [aPage('app.example.com')],
  hostScopes: { 'http://localhost:3000': 'onlyTyped' },
});
const stored = storedSettings(profile);
const { id: _, slot: __, refusedHosts: ___, ...settings } = profile;

describe('stored settings', () => {
  test('are plain texts, and come back as they were', () => {
    expect(stored).toMatchObject({
      pool: 'eu-central-1_AbCdEfGhI',
      apiHosts: ['http://localhost:3000', 'https://*.example.com:8443/v1'],
      allowedPages: ['https://app.example.com'],
    });
    expect(parseSettings(JSON.parse(JSON.stringify(stored)))).toEqual(settings);
  });

  test('that lack what later versions have are those of a new profile', () => {
    const { pool, clientId, apiHosts } = stored;
    expect(parseSettings({ pool, clientId, apiHosts })).toEqual({
      ...INITIAL_SETTINGS,
      ...{ pool: settings.pool, clientId: settings.clientId, apiHosts: settings.apiHosts },
    });
  });

  test.each([
    ['no pool', { pool: undefined }],
    ['a pool that is none', { pool: 'eu-central-1' }],
    ['no client id', { clientId: '' }],
    ['an unknown method', { signInMethod: 'magic' }],
    ['a method from the prototype of objects', { signInMethod: 'toString' }],
    ['a switch that is a number', { attach: 1 }],
    ['a switch that is null', { isWanted: null }],
    ['a user that is a number', { username: 7 }],
    ['no list of hosts', { apiHosts: 'api.example.com' }],
    ['no host', { apiHosts: [] }],
    ['a host that is none', { apiHosts: ['api.example.com', '*.com'] }],
    ['more hosts than one may have', { apiHosts: Array.from({ length: 51 }, (_, at) => `h${at}.example`) }],
    ['a page with a path', { allowedPages: ['https://app.example.com/login'] }],
    ['a scope that is none', { hostScopes: { 'https://api.example.com': 'always' } }],
    ['a forbidden header', { header: { name: 'Host', prefix: '' } }],
    ['half a header', { header: { name: 'X-Token' } }],
    ['the same header twice', { accessTokenHeader: 'authorization' }],
    ['half of what belongs to the hosted UI', { hostedUi: { domain: null } }],
    ['a domain that is none', { hostedUi: { ...settings.hostedUi, domain: 'ftp://login.example.com' } }],
    [
      'a callback that would put tokens on disk',
      {
        signInMethod: 'hostedUiImplicit',
        hostedUi: { ...settings.hostedUi, callbackUrl: 'https://app.example.com/cb' },
      },
    ],
    ['an endpoint in clear', { customEndpoint: 'http://idp.example.com' }],
    ['a region that is none, without an endpoint', { pool: 'local_abc' }],
  ])('are not read with %s', (_, change) => expect(parseSettings({ ...stored, ...change })).toBeNull());

  test('of an emulator are read with its endpoint', () => {
    const emulator = { ...stored, pool: 'local_abc', customEndpoint: 'http://localhost:9229' };
    expect(parseSettings(emulator)?.pool.region).toBe('local');
  });
});

describe('a change of switches', () => {
  test.each([
    { attach: false },
    { holdNavigations: true },
    { hostScopes: { 'https://api.example.com': 'onlyPages' } },
    { attach: true, holdNavigations: false, hostScopes: {} },
    {},
  ])('%j is taken as it was sent', (change) => expect(parseSwitches(change)).toEqual(change));

  test('takes no other setting', () => {
    expect(parseSwitches({ attach: true, isWanted: true, clientId: 'x', toString: 1 })).toEqual({
      attach: true,
    });
  });

  test.each([
    null,
    [],
    'attach',
    { attach: 'true' },
    { attach: 1 },
    { attach: true, holdNavigations: null },
    { hostScopes: ['onlyTyped'] },
    { hostScopes: { a: 'never' } },
    { hostScopes: { a: 'length' } },
    { hostScopes: { a: ['onlyTyped'] } },
  ])('%j is refused', (change) => expect(parseSwitches(change)).toBeNull());
});
