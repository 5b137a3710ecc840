import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile, aSentTokens } from '../../testing/builders';
import type { Profile } from '../profile/profile';
import { type Circumstances, type ExplanationCode, explain } from './explain';
import type { WayToSend } from './question';

const sent = aSentTokens();

function circumstances(
  profile: Partial<Profile> = {},
  overrides: Partial<Circumstances> = {},
): Circumstances {
  return {
    sources: [{ profile: aProfile(profile), sent }],
    abilities: { topDomains: true },
    access: { granted: ['<all_urls>'], socketTwins: true },
    ...overrides,
  };
}

/** The same with nobody signed in, as a browser start leaves it. */
function withoutToken(profile: Partial<Profile> = {}): Circumstances {
  return circumstances(profile, { sources: [{ profile: aProfile(profile), sent: null }] });
}

const API = 'https://api.example.com';
const APP = 'https://app.example.org';
const allowed = { allowedPages: [aPage(APP)] };
const onlyTyped = { ...allowed, hostScopes: { [API]: 'onlyTyped' } } as const;
const onlyPages = { ...allowed, hostScopes: { [API]: 'onlyPages' } } as const;
const asksFirst = { ...allowed, hostScopes: { [API]: 'asksFirst' } } as const;
const withFrames = { ...allowed, hostFrames: { [API]: true } };
const path = { ...allowed, apiHosts: [aHost('api.example.com/v1')] };
const wildcard = { ...allowed, apiHosts: [aHost('*.example.com')] };
const only = (...granted: string[]): Pick<Circumstances, 'access'> => ({
  access: { granted, socketTwins: true },
});
const granted = (...patterns: string[]) => circumstances(allowed, only(...patterns));
const API_ACCESS = 'https://api.example.com/*';
const APP_ACCESS = 'https://app.example.org/*';

// At least one case for every code, which the compiler holds complete.
const CASES: Readonly<
  Record<ExplanationCode, readonly (readonly [string, string | null, Circumstances, WayToSend?])[]>
> = {
  sent: [
    [API, null, circumstances()],
    [`${API}/v1?x#y`, `${API}/page`, circumstances()],
    [API, `${APP}:8443/page`, circumstances(allowed)],
    [API, `https://sub.app.example.org/`, circumstances(allowed)],
    [API, APP, circumstances(allowed, { abilities: { topDomains: false } })],
    ['wss://api.example.com/socket', APP, circumstances(allowed)],
    ['https://API.example.com:443/', null, circumstances()],
    [API, null, circumstances(onlyTyped)],
    [API, APP, circumstances(onlyPages)],
    ['https://x.example.com', 'https://y.example.com', circumstances(wildcard)],
    [API, null, circumstances({ header: { name: 'X-Token', prefix: '' } })],
    [API, null, granted(API_ACCESS)],
    [API, `${APP}:8443`, granted(API_ACCESS, APP_ACCESS)],
    [API, 'http://app.example.org:81/', circumstances(allowed)],
    [API, 'https://sub.app.example.org', granted(API_ACCESS, 'https://*.app.example.org/*')],
    ['wss://api.example.com/', APP, granted(API_ACCESS, APP_ACCESS, 'wss://api.example.com/*')],
    [
      'wss://api.example.com/',
      APP,
      circumstances(allowed, { access: { granted: [API_ACCESS, APP_ACCESS], socketTwins: false } }),
    ],
  ],
  held: [[API, null, withoutToken()]],
  asks: [
    // Whether a URL was typed is not known without access to navigations.
    [API, null, circumstances(asksFirst)],
  ],
  urlMalformed: [
    ['', null, circumstances()],
    ['api.example.com', null, circumstances()],
    ['/v1', API, circumstances()],
    ['https://', null, circumstances()],
  ],
  pageMalformed: [
    [API, '', circumstances()],
    [API, 'app.example.org', circumstances()],
  ],
  noSuchHost: [
    ['https://other.example.com/', null, circumstances()],
    ['https://api.example.com.evil.com/', null, circumstances()],
    ['https://evil.com/https://api.example.com/', null, circumstances()],
    ['https://api.example.com./', null, circumstances()],
    ['data:text/html,x', null, circumstances()],
    [API, null, circumstances({}, { sources: [] })],
  ],
  hostRefused: [
    ['https://alice.github.io/v1', null, circumstances({ refusedHosts: [aHost('*.github.io')] })],
  ],
  otherScheme: [['http://api.example.com/', null, circumstances()]],
  otherPort: [
    [`${API}:8443/`, null, circumstances()],
    ['wss://api.example.com:8443/', APP, circumstances(allowed)],
  ],
  otherPath: [
    [`${API}/v10`, null, circumstances(path)],
    [API, APP, circumstances(path)],
  ],
  hasUserinfo: [['https://user:pw@api.example.com/', null, circumstances()]],
  notOpened: [['wss://api.example.com/', null, circumstances()]],
  subdomain: [['https://sub.api.example.com/', null, circumstances()]],
  switchedOff: [
    [API, null, withoutToken({ attach: false })],
    [API, APP, withoutToken({ ...allowed, attach: false })],
  ],
  noToken: [
    [API, APP, withoutToken(allowed)],
    [API, null, withoutToken({ holdNavigations: false })],
    [API, null, withoutToken({ isWanted: false })],
    [API, null, withoutToken(onlyPages)],
    // It is not held either: it has its own authorization.
    [`${API}/?X-Amz-Signature=1`, null, withoutToken()],
  ],
  presigned: [
    [`${API}/?X-Amz-Signature=1`, null, circumstances()],
    [`${API}/?a=1&sig=2`, APP, circumstances(allowed)],
  ],
  pageNotAllowed: [
    [API, 'https://evil.example.net/', circumstances(allowed)],
    [API, 'https://example.org/', circumstances(allowed)],
    [API, 'data:text/html,x', circumstances(allowed)],
    [API, 'about:blank', circumstances(allowed)],
    // The rules name these, and the browser adds nothing without access to them.
    [API, 'https://sub.app.example.org/', granted(API_ACCESS, APP_ACCESS)],
    [API, 'http://app.example.org:81/', granted(API_ACCESS, APP_ACCESS)],
    [API, 'https://sub.api.example.com/', granted(API_ACCESS, APP_ACCESS)],
  ],
  framesOff: [
    [API, APP, circumstances(allowed), 'frameOrForm'],
    [API, API, circumstances(asksFirst), 'frameOrForm'],
  ],
  onlyTyped: [
    [API, APP, circumstances(onlyTyped)],
    [API, API, circumstances(onlyTyped)],
    [API, 'https://evil.example.net/', circumstances(onlyTyped)],
  ],
  onlyPages: [[API, null, circumstances(onlyPages)]],
  accessMissing: [
    [API, null, granted(APP_ACCESS)],
    [API, APP, granted(APP_ACCESS)],
    [API, APP, granted(API_ACCESS)],
    [API, `${APP}:8443/page`, granted(API_ACCESS)],
    ['wss://api.example.com/', APP, granted(API_ACCESS, APP_ACCESS)],
    ['https://x.example.com', null, circumstances(wildcard, only(APP_ACCESS))],
    ['https://example.com', APP, circumstances(wildcard, only(APP_ACCESS))],
    [
      'https://x.example.com',
      'https://y.example.com',
      circumstances(wildcard, only('https://x.example.com/*')),
    ],
  ],
};

describe.each(Object.entries(CASES))('%s', (code, cases) => {
  for (const [url, page, given, sentAs = 'request'] of cases) {
    test(`${url} from ${page}`, () => {
      expect(explain({ url, page, sentAs }, given).code).toBe(code);
    });
  }
});

const seeing: Pick<Circumstances, 'access'> = {
  access: { granted: ['<all_urls>'], socketTwins: true, navigations: true },
};
const EVIL = 'https://evil.example.net/';

const SHOWN: readonly (readonly [WayToSend, string | null, Circumstances, ExplanationCode])[] = [
  ['link', EVIL, circumstances(allowed), 'sent'],
  ['link', EVIL, withoutToken(allowed), 'held'],
  ['link', APP, circumstances(onlyPages), 'onlyPages'],
  ['link', EVIL, circumstances(onlyTyped), 'sent'],
  ['link', EVIL, granted(APP_ACCESS), 'accessMissing'],
  ['link', EVIL, circumstances(asksFirst, seeing), 'asks'],
  ['link', APP, circumstances(asksFirst, seeing), 'sent'],
  ['link', `${API}/page`, circumstances(asksFirst, seeing), 'sent'],
  ['link', 'https://sub.app.example.org', circumstances(asksFirst, seeing), 'asks'],
  ['link', 'http://app.example.org', circumstances(asksFirst, seeing), 'asks'],
  ['link', EVIL, withoutToken(asksFirst), 'held'],
  ['request', null, circumstances(asksFirst, seeing), 'sent'],
  ['frameOrForm', EVIL, circumstances(allowed), 'pageNotAllowed'],
  ['frameOrForm', EVIL, circumstances(withFrames), 'pageNotAllowed'],
  ['frameOrForm', APP, circumstances(withFrames), 'sent'],
  // No access to these pages is asked for.
  ['frameOrForm', 'http://app.example.org', circumstances(withFrames, only(API_ACCESS, APP_ACCESS)), 'sent'],
  ['frameOrForm', 'https://usercontent.api.example.com', granted(API_ACCESS, APP_ACCESS), 'pageNotAllowed'],
  ['frameOrForm', APP, circumstances(withFrames, only(API_ACCESS)), 'accessMissing'],
  ['frameOrForm', APP, circumstances({ ...withFrames, hostScopes: onlyTyped.hostScopes }), 'onlyTyped'],
];

test.each(SHOWN)('as a %s of %s it is told from other requests', (sentAs, page, given, code) => {
  expect(explain({ url: API, page, sentAs }, given).code).toBe(code);
});

describe('what it is about', () => {
  test('is the API host as the user would type it, and whose token it is', () => {
    expect(explain({ url: `${API}/v1/x`, page: null, sentAs: 'request' }, circumstances(path))).toEqual({
      code: 'sent',
      host: 'https://api.example.com/v1',
      username: 'alice',
    });
  });

  test('is the name in the URL where there is no such host', () => {
    const question = { url: 'https://other.example.com/', page: null, sentAs: 'request' } as const;
    const named = { code: 'noSuchHost', host: 'other.example.com', username: '' };
    expect(explain(question, circumstances())).toEqual(named);
  });

  test('is the host that covers the URL before one that merely has its name', () => {
    const apiHosts = [aHost('api.example.com:8443'), aHost('example.com'), aHost('api.example.com')];
    expect(explain({ url: API, page: null, sentAs: 'request' }, circumstances({ apiHosts })).host).toBe(API);
    const other = explain({ url: `${API}:9000`, page: null, sentAs: 'request' }, circumstances({ apiHosts }));
    expect(other).toMatchObject({ code: 'otherPort', host: `${API}:8443` });
  });

  test('is the profile whose host it is, whatever another lacks', () => {
    const bob = aProfile({ id: 'p2', slot: 2, username: 'bob', apiHosts: [aHost('b.example')] });
    const given = circumstances(
      {},
      {
        sources: [
          { profile: bob, sent: null },
          { profile: aProfile(), sent },
        ],
        ...only(API_ACCESS),
      },
    );
    expect(explain({ url: API, page: null, sentAs: 'request' }, given)).toMatchObject({
      code: 'sent',
      username: 'alice',
    });
    expect(explain({ url: 'https://b.example', page: null, sentAs: 'request' }, given)).toMatchObject({
      code: 'noToken',
      username: 'bob',
    });
  });

  test('never is a token', () => {
    for (const [url, page, given, sentAs = 'request'] of Object.values(CASES).flat()) {
      expect(JSON.stringify(explain({ url, page, sentAs }, given))).not.toContain(sent.token.jwt);
    }
  });
});
