import { describe, expect, it } from 'vitest';
import { apiUrlOf, HELP, parseOptions, UsageError } from './options';

const POOL = ['--pool', 'eu-central-1_AbCdEfGhI', '--client', 'abc123', '--host', 'api.example.com'];

describe('the command line', () => {
  it('means the demo with a window when it is empty', () => {
    expect(parseOptions([])).toEqual({ kind: 'interactive' });
  });

  it('takes --headless and --help', () => {
    expect(parseOptions(['--headless'])).toEqual({ kind: 'headless' });
    expect(parseOptions(['--help', '--headless', ...POOL])).toEqual({ kind: 'help' });
  });

  it('takes a real user pool, with and without a username', () => {
    const pool = { userPoolId: 'eu-central-1_AbCdEfGhI', clientId: 'abc123', apiHost: 'api.example.com' };
    expect(parseOptions(POOL)).toEqual({ kind: 'realPool', ...pool, username: '' });
    expect(parseOptions([...POOL, '--user=jane'])).toEqual({ kind: 'realPool', ...pool, username: 'jane' });
  });

  it.each([
    [['--nonsense'], 'There is no option --nonsense'],
    [['-x'], 'There is no option -x'],
    [['headless'], '“headless” is not understood'],
    [['--headless=yes'], '--headless takes no value'],
    [['--headless', ...POOL], '--headless runs with the local user pool only'],
    [['--pool'], '--pool wants a value'],
    [['--pool', '--client', 'abc123'], '--pool wants a value'],
    [['--pool', 'eu-central-1_AbCdEfGhI'], 'add --client and --host.'],
    [['--user', 'jane'], 'add --pool and --client and --host.'],
    [['--pool', 'nonsense', ...POOL.slice(2)], '“nonsense” is not a user pool ID'],
    [[...POOL, '--host', 'no host'], '“no host” is not a host'],
  ])('refuses %j in one sentence', (argv, sentence) => {
    expect(() => parseOptions(argv)).toThrow(UsageError);
    expect(() => parseOptions(argv)).toThrow(sentence);
  });

  it('is explained by the help, option by option', () => {
    for (const name of ['headless', 'pool', 'client', 'host', 'user', 'help']) {
      expect(HELP).toContain(`--${name}`);
    }
  });
});

it.each([
  ['api.example.com', 'https://api.example.com/'],
  ['api.example.com:8443', 'https://api.example.com:8443/'],
  ['https://api.example.com', 'https://api.example.com/'],
  ['localhost:3000', 'http://localhost:3000/'],
  ['[::1]:3000', 'http://[::1]:3000/'],
])('opens the API host %s at %s', (apiHost, url) => {
  expect(apiUrlOf(apiHost)).toBe(url);
});
