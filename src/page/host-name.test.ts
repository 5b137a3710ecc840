import { expect, it } from 'vitest';
import { hostNameOf } from './host-name';

it.each([
  ['https://api.example.com/*', 'api.example.com'],
  ['http://localhost/*', 'http://localhost'],
  ['http://[::1]/*', 'http://[::1]'],
])('names the host of %s as %s', (pattern, name) => {
  expect(hostNameOf(pattern)).toBe(name);
});
