import { expect, test } from 'vitest';
import { aHost, aPage, aProfile } from '../../testing/builders';
import { neededAccess, scopeOf } from './profile';

test('access is needed to the API hosts and to the allowed pages, each once and without its port', () => {
  const profile = aProfile({
    apiHosts: [aHost('api.example.com'), aHost('api.example.com:8443'), aHost('localhost:3000')],
    allowedPages: [aPage('app.example.com'), aPage('localhost:5173'), aPage('https://localhost')],
  });
  expect(neededAccess(profile)).toEqual([
    'https://api.example.com/*',
    'http://localhost/*',
    'https://app.example.com/*',
    'https://localhost/*',
  ]);
});

test('access to a wildcard host and to one with a path is asked for the names, not for the path', () => {
  const apiHosts = [aHost('*.example.com/v1'), aHost('api.example.com/v1'), aHost('api.example.com/v2')];
  expect(neededAccess(aProfile({ apiHosts }))).toEqual([
    'https://*.example.com/*',
    'https://api.example.com/*',
  ]);
});

test('a scope belongs to one host, path and all; whoever has none has both', () => {
  const hostScopes = { 'https://api.example.com/v1': 'onlyTyped' } as const;
  expect(scopeOf({ hostScopes }, aHost('API.example.com/v1'))).toBe('onlyTyped');
  expect(scopeOf({ hostScopes }, aHost('api.example.com'))).toBe('pagesAndTyped');
});
