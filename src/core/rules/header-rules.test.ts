import { describe, expect, test } from 'vitest';
import { aHost, aPage, aProfile, aSentTokens } from '../../testing/builders';
import { CHROMIUM, FIREFOX, kindsOf, sessionRules } from '../../testing/desired';
import type { HostScope, Profile } from '../profile/profile';
import { HOST_SCOPES } from '../profile/settings';
import type { NetRule, RuleAbilities } from './net-rule';

const sent = aSentTokens('aaa.bbb.ccc');

function rulesOf(overrides: Partial<Profile>, abilities = CHROMIUM): readonly NetRule[] {
  return sessionRules([{ profile: aProfile(overrides), sent }], abilities);
}

describe('a profile with two hosts and an allowed page gets these rules and no others', () => {
  const profile = aProfile({
    slot: 3,
    apiHosts: [aHost('api.example.com'), aHost('http://*.app.localhost:3000/v1')],
    allowedPages: [aPage('https://app.example.org:8443')],
    hostFrames: { 'http://*.app.localhost:3000/v1': true },
  });
  const requestHeaders = [
    { header: 'authorization', operation: 'set', value: 'Bearer aaa.bbb.ccc' },
    { header: 'cache-control', operation: 'set', value: 'no-store, no-cache' },
  ];
  const action = { type: 'modifyHeaders', requestHeaders };
  const direct = { resourceTypes: ['main_frame'], requestMethods: ['get', 'head'] };
  const noCache = { type: 'modifyHeaders', requestHeaders: requestHeaders.slice(1) };
  const mainFrame = { resourceTypes: ['main_frame'] };
  const frames = { resourceTypes: ['sub_frame'] };
  const everyType = { excludedResourceTypes: ['csp_report'] };
  const embedded = { excludedResourceTypes: ['main_frame', 'csp_report'] };
  const withoutFrames = { excludedResourceTypes: ['main_frame', 'csp_report', 'sub_frame'] };
  const isUrlFilterCaseSensitive = true;
  const api = { urlFilter: '|https://api.example.com/', isUrlFilterCaseSensitive };
  const apiSockets = { urlFilter: '|wss://api.example.com/', isUrlFilterCaseSensitive };
  const path = '(?:[^/:@?#]+\\.)?app\\.localhost:3000/v1(?:[/?#]|$)';
  const local = { regexFilter: `^http://${path}`, isUrlFilterCaseSensitive };
  const localSockets = { regexFilter: `^ws://${path}`, isUrlFilterCaseSensitive };
  const excludedRequestMethods = ['options'];
  const apiNames = ['api.example.com', 'app.example.org'];
  const localNames = ['app.localhost', 'app.example.org'];
  const apiOwn = { initiatorDomains: apiNames, excludedRequestMethods };
  const localOwn = { initiatorDomains: localNames, excludedRequestMethods };

  test('where a rule can name the page of the tab', () => {
    const apiFramed = { ...apiOwn, topDomains: apiNames };
    const localFramed = { ...localOwn, topDomains: localNames };
    expect(sessionRules([{ profile, sent }], CHROMIUM)).toEqual([
      { id: 30001, priority: 1_000_005, action, condition: { ...api, ...apiFramed, ...withoutFrames } },
      { id: 30002, priority: 1_000_004, action, condition: { ...api, ...direct } },
      { id: 30004, priority: 1_000_007, action, condition: { ...apiSockets, ...apiFramed, ...everyType } },
      { id: 30006, priority: 1_000_000, action: { type: 'allow' }, condition: { ...api, ...direct } },
      { id: 30010, priority: 1, action: noCache, condition: { ...api, ...frames } },
      { id: 30021, priority: 1_000_005, action, condition: { ...local, ...localFramed, ...embedded } },
      { id: 30022, priority: 1_000_004, action, condition: { ...local, ...direct } },
      {
        id: 30024,
        priority: 1_000_007,
        action,
        condition: { ...localSockets, ...localFramed, ...everyType },
      },
      { id: 30025, priority: 1_000_006, action, condition: { ...local, ...localOwn, ...mainFrame } },
      { id: 30026, priority: 1_000_000, action: { type: 'allow' }, condition: { ...local, ...direct } },
      { id: 30030, priority: 1, action: noCache, condition: { ...local, ...frames } },
    ]);
  });

  test('where it cannot', () => {
    expect(sessionRules([{ profile, sent }], FIREFOX)).toEqual([
      { id: 30001, priority: 1_000_005, action, condition: { ...api, ...apiOwn, ...withoutFrames } },
      { id: 30002, priority: 1_000_004, action, condition: { ...api, ...direct } },
      { id: 30004, priority: 1_000_007, action, condition: { ...apiSockets, ...apiOwn, ...everyType } },
      { id: 30006, priority: 1_000_000, action: { type: 'allow' }, condition: { ...api, ...direct } },
      { id: 30010, priority: 1, action: noCache, condition: { ...api, ...frames } },
      { id: 30021, priority: 1_000_005, action, condition: { ...local, ...localOwn, ...embedded } },
      { id: 30022, priority: 1_000_004, action, condition: { ...local, ...direct } },
      { id: 30024, priority: 1_000_007, action, condition: { ...localSockets, ...localOwn, ...everyType } },
      { id: 30025, priority: 1_000_006, action, condition: { ...local, ...localOwn, ...mainFrame } },
      { id: 30026, priority: 1_000_000, action: { type: 'allow' }, condition: { ...local, ...direct } },
      { id: 30030, priority: 1, action: noCache, condition: { ...local, ...frames } },
    ]);
  });
});

describe('the scope of a host', () => {
  const apiHosts = [aHost('api.example.com'), aHost('b.example/v1')];
  const kinds = (scope: HostScope, abilities: RuleAbilities) =>
    kindsOf(
      rulesOf({ apiHosts, hostScopes: { 'https://b.example/v1': scope } }, abilities).filter(
        ({ id }) => id > 10_020,
      ),
    );

  test.each([
    ['pagesAndTyped', CHROMIUM, ['ownPages', 'directNavigation', 'ownSockets', 'armed', 'frameGuard']],
    ['onlyPages', CHROMIUM, ['ownPages', 'ownSockets', 'frameGuard']],
    ['onlyTyped', CHROMIUM, ['directNavigation', 'armed', 'frameGuard']],
    ['pagesAndTyped', FIREFOX, ['ownPages', 'directNavigation', 'ownSockets', 'armed', 'frameGuard']],
    ['onlyPages', FIREFOX, ['ownPages', 'ownSockets', 'frameGuard']],
    ['onlyTyped', FIREFOX, ['directNavigation', 'armed', 'frameGuard']],
  ] as const)('%s, with %j: %j', (scope, abilities, expected) => {
    expect(kinds(scope, abilities)).toEqual(expected);
  });

  test('with frames and forms has a rule more where pages are allowed anything', () => {
    const kindsWith = (scope: HostScope) =>
      kindsOf(
        rulesOf({
          hostScopes: { 'https://api.example.com': scope },
          hostFrames: { 'https://api.example.com': true },
        }),
      );
    expect(kindsWith('pagesAndTyped')).toContain('ownNavigation');
    expect(kindsWith('onlyPages')).toContain('ownNavigation');
    expect(kindsWith('onlyTyped')).not.toContain('ownNavigation');
  });

  test('leaves the other hosts alone', () => {
    const others = (scope: HostScope) =>
      rulesOf({ apiHosts, hostScopes: { 'https://b.example/v1': scope } }).filter(({ id }) => id < 10_020);
    expect(others('onlyTyped')).toEqual(rulesOf({ apiHosts: apiHosts.slice(0, 1) }));
    expect(others('onlyPages')).toEqual(others('onlyTyped'));
  });

  test('does not weaken the cache guard', () => {
    for (const scope of HOST_SCOPES) {
      const profile = aProfile({ hostScopes: { 'https://api.example.com': scope } });
      expect(kindsOf(sessionRules([{ profile, sent: null }], CHROMIUM))).toEqual(['cacheGuard']);
    }
  });
});

test('a profile without a token gets its cache guards and nothing else', () => {
  const profile = aProfile({
    slot: 3,
    apiHosts: [aHost('api.example.com'), aHost('http://localhost:3000'), aHost('*.b.example/v1')],
    allowedPages: [aPage('app.example.org')],
  });
  const action = {
    type: 'modifyHeaders',
    requestHeaders: [{ header: 'cache-control', operation: 'set', value: 'no-store, no-cache' }],
  };
  const everyType = { isUrlFilterCaseSensitive: true, excludedResourceTypes: ['csp_report'] };
  const regexFilter = '^https://(?:[^/:@?#]+\\.)?b\\.example/v1(?:[/?#]|$)';
  expect(sessionRules([{ profile, sent: null }], CHROMIUM)).toEqual([
    { id: 30003, priority: 1, action, condition: { urlFilter: '|https://api.example.com/', ...everyType } },
    { id: 30023, priority: 1, action, condition: { urlFilter: '|http://localhost:3000/', ...everyType } },
    { id: 30043, priority: 1, action, condition: { regexFilter, ...everyType } },
  ]);
});

test('nobody signed up, no rules', () => expect(sessionRules([], CHROMIUM)).toEqual([]));

test('each page is named once, though it may be an API host too', () => {
  const profile = aProfile({
    allowedPages: [
      aPage('api.example.com:8443'),
      aPage('app.example.org'),
      aPage('https://app.example.org:1'),
    ],
  });
  const [rule] = sessionRules([{ profile, sent }], CHROMIUM);
  expect(rule?.condition.initiatorDomains).toEqual(['api.example.com', 'app.example.org']);
});
