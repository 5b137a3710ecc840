import { describe, expect, it } from 'vitest';
import { matchPatternOf, parseAllowedPage } from '../../core/profile/api-host';
import type { PageView } from '../../core/views/page-view';
import { patternOfOrigin, sentenceOfPage } from './page-sentence';

describe('the sentence of the current page', () => {
  const hosts = ['https://api.example.com', 'http://localhost:3000'];
  const origin = 'https://app.example.com';

  it.each<[PageView, unknown]>([
    [{ kind: 'none' }, null],
    [{ kind: 'allowed', origin, hosts }, ['pageAllowed', 'alice', 'api.example.com, http://localhost:3000']],
    [{ kind: 'notAllowed', origin, hosts }, ['pageNotAllowed', 'alice']],
    [{ kind: 'apiHost', host: 'h', isLoadedWithToken: true }, ['pageLoadedWithToken', 'alice']],
    [{ kind: 'apiHost', host: 'h', isLoadedWithToken: false }, ['pageLoadedWithoutToken']],
    [{ kind: 'apiHost', host: 'h', isLoadedWithToken: null }, ['pageOfApiHost']],
  ])('of %j is %j', (page, sentence) => {
    expect(sentenceOfPage(page, 'alice')).toEqual(sentence);
  });
});

describe('the match pattern of an origin', () => {
  it.each([
    'https://app.example.com',
    'https://app.example.com:8443',
    'http://localhost:5173',
    'http://[::1]:80',
  ])('of %s is the one that the profile needs', (origin) => {
    const page = parseAllowedPage(origin);
    expect(page.ok && matchPatternOf(page.value)).toBe(patternOfOrigin(origin));
  });
});
