import { describe, expect, test } from 'vitest';
import { isAnswerTo } from './hosted-ui-attempt';

const CALLBACK = 'https://app.example.com/callback';
const DEV = `${CALLBACK}?env=dev`;

describe('O6: the answer to an attempt', () => {
  test.each([
    [CALLBACK, `${CALLBACK}?code=c&state=s`],
    [CALLBACK, `${CALLBACK}#access_token=t`],
    [CALLBACK, CALLBACK],
    [CALLBACK, 'https://APP.example.com:443/callback?code=c'],
    [DEV, `${DEV}&code=c`],
    [DEV, `${CALLBACK}?code=c&env=dev`],
    ['https://id.chromiumapp.org/', 'https://id.chromiumapp.org/?code=c'],
    ['http://localhost:3000', 'http://localhost:3000/?code=c'],
    ['http://[::1]:3000/a%20b', 'http://[::1]:3000/a b?code=c'],
  ])('at %s comes as %s', (redirectUri, url) => {
    expect(isAnswerTo({ redirectUri }, url)).toBe(true);
  });

  test.each([
    'https://app.example.com/',
    `${CALLBACK}/?code=c`,
    `${CALLBACK}/next?code=c`,
    `${CALLBACK}2?code=c`,
    'https://app.example.com/Callback?code=c',
    'https://app.example.com//callback?code=c',
    'https://app.example.com/x?to=/callback',
    'http://app.example.com/callback?code=c',
    'https://app.example.com:8443/callback?code=c',
    'https://sub.app.example.com/callback?code=c',
    'https://app.example.com.evil.example/callback?code=c',
    'https://app.example.com@evil.example/callback?code=c',
    'https://evil.example/callback?code=c',
    'about:blank',
    'data:text/html,callback',
    '/callback',
    '',
  ])('is not %j', (url) => {
    expect(isAnswerTo({ redirectUri: CALLBACK }, url)).toBe(false);
  });
});
