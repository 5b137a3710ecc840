import { describe, expect, test } from 'vitest';
import { aHost, aPage } from '../../testing/builders';
import { begunNavigation, isTrustedNavigation, redirectedTo, type TabNavigation } from './tab-navigation';

const API = 'https://api.example.com/me?a=1';
const PAGES = [aHost('api.example.com'), aPage('https://app.example.org:8443')];
const begun = begunNavigation(API, 1);

function causedBy(transition: string, ...qualifiers: string[]): TabNavigation {
  return { ...begun, cause: { transition, qualifiers } };
}

describe('a navigation needs no question', () => {
  test.each([
    ['typed', causedBy('typed', 'server_redirect')],
    ['typed, as Firefox says it of a link that is typed', causedBy('link', 'from_address_bar')],
    ['a bookmark', causedBy('auto_bookmark')],
    ['a reload', causedBy('reload')],
    ['back', causedBy('link', 'forward_back')],
    ['let through before', { ...begun, isApproved: true }],
  ])('%s', (_, navigation) => {
    expect(isTrustedNavigation(navigation, API, null, PAGES)).toBe(true);
    expect(isTrustedNavigation(navigation, `${API}#part`, null, PAGES)).toBe(true);
  });

  test.each(['https://api.example.com', 'https://api.example.com/x', 'https://app.example.org:8443/'])(
    'where %s has begun it',
    (initiator) => expect(isTrustedNavigation(causedBy('link'), API, initiator, PAGES)).toBe(true),
  );
});

describe('a navigation needs a question', () => {
  test.each([
    ['of which nothing is known', begun],
    ['by a link', causedBy('link')],
    ['by a form', causedBy('form_submit')],
    ['by a script', causedBy('link', 'client_redirect')],
    ['of a kind that nobody knows', causedBy('toString')],
  ])('%s', (_, navigation) => expect(isTrustedNavigation(navigation, API, null, PAGES)).toBe(false));

  test.each([
    'http://api.example.com',
    'https://api.example.com:8443',
    'https://sub.api.example.com',
    'https://app.example.org',
    'https://evil.example.net/https://api.example.com',
    'null',
    '',
  ])('where “%s” has begun it', (initiator) =>
    expect(isTrustedNavigation(causedBy('link'), API, initiator, PAGES)).toBe(false),
  );

  test('that is typed and began elsewhere, or was led elsewhere in between', () => {
    const typed = { transition: 'typed', qualifiers: ['from_address_bar'] };
    const foreign = { ...begunNavigation('https://evil.example.net/', 2), cause: typed };
    expect(isTrustedNavigation(foreign, API, null, PAGES)).toBe(false);
    const led = redirectedTo(causedBy('typed'), API, 'https://evil.example.net/');
    expect(isTrustedNavigation(led, API, null, PAGES)).toBe(false);
    // What a page sends on that we may not see is not followed.
    expect(redirectedTo(foreign, API, 'https://api.example.com/next')).toBe(foreign);
  });
});

test('a redirect within the API host is as good as what led to it', () => {
  const next = 'https://api.example.com/next';
  const led = redirectedTo({ ...begun, isApproved: true }, `${API}#part`, next);
  expect(isTrustedNavigation(led, next, null, PAGES)).toBe(true);
  expect(isTrustedNavigation(led, API, null, PAGES)).toBe(false);
});
