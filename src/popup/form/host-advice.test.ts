import { describe, expect, it } from 'vitest';
import { adviseHosts } from './host-advice';

describe('a wildcard', () => {
  it.each([
    '*.co.uk',
    '*.github.io',
    'https://*.herokuapp.com',
    '*.s3.dualstack.eu-west-1.amazonaws.com.example\n*.vercel.app',
  ])('over a public suffix is refused: %j', (text) => {
    expect(adviseHosts(text).refusal?.[0]).toBe('fieldProblem_hostPublicSuffix');
  });

  it('that is refused is quoted', () => {
    expect(adviseHosts('api.example.com, https://*.github.io:8443/v1').refusal).toEqual([
      'fieldProblem_hostPublicSuffix',
      '*.github.io',
    ]);
  });

  it.each([['*.eu-central-1.on.aws'], ['*.app.github.dev'], ['api.example.com *.windows.net']])(
    'over or above a name that strangers share is refused, too: %j',
    (text) => {
      expect(adviseHosts(text).refusal?.[0]).toBe('fieldProblem_hostPublicSuffix');
    },
  );

  it.each([
    '*.example.com',
    '*.example.co.uk',
    '*.alice.github.io',
    'github.io',
    '*.corp.internal',
    '*.io',
    '',
  ])('over a name of one owner, or none at all, may stay: %j', (text) => {
    expect(adviseHosts(text)).toEqual({ refusal: null, notes: [] });
  });
});

describe('an internationalised name', () => {
  it.each(['bücher.example', 'https://xn--bcher-kva.example/v1', '*.BÜCHER.example'])(
    'is given in both forms: %s',
    (text) => {
      expect(adviseHosts(text).notes).toEqual([
        { kind: 'forms', sentence: ['hostForms', 'bücher.example', 'xn--bcher-kva.example'] },
      ]);
    },
  );

  it('is given once', () => {
    expect(adviseHosts('bücher.example\nbücher.example:8443').notes).toHaveLength(1);
  });

  it.each([
    ['раypal.example', ['раypal']],
    ['αpple.bücher.example', ['αpple']],
    ['пример.example', []],
    ['東京tokyo.example', []],
    ['さくらサーバー.example', []],
    ['bücher-24.example', []],
  ])('%s mixes scripts in %j', (text, labels) => {
    const mixed = adviseHosts(text).notes.filter(({ kind }) => kind === 'mixed');
    expect(mixed.map(({ sentence }) => sentence)).toEqual(labels.map((label) => ['hostMixesScripts', label]));
  });
});
