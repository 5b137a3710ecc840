import { expect, test } from 'vitest';
import { aHost, aProfile } from '../testing/builders';
import { neededAccess } from './profile';

test('access is needed to the API hosts and to the allowed pages, each once and without its port', () => {
  const profile = aProfile({
    apiHosts: [aHost('api.example.com'), aHost('api.example.com:8443'), aHost('localhost:3000')],
    allowedPages: [aHost('app.example.com'), aHost('localhost:5173'), aHost('https://localhost')],
  });
  expect(neededAccess(profile)).toEqual([
    'https://api.example.com/*',
    'http://localhost/*',
    'https://app.example.com/*',
    'https://localhost/*',
  ]);
});
