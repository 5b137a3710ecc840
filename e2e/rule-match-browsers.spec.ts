import { expect, test } from 'playwright/test';
import type { BrowserName, Environment, Tab } from './support/browser-under-test';
import { startEnvironment } from './support/environment';
import { keepBackgroundOff, type Person, replaceRules, rulesOf } from './support/own-rules';
import { API } from './support/story';

const APP = 'https://app.example.com';
const alice: Person = { slot: 2, username: 'alice', apiHosts: [API], allowedPages: [APP] };
const bob: Person = { ...alice, slot: 1, username: 'bob' };
const carol: Person = { ...alice, slot: 3, username: 'carol', headerName: 'X-Token' };

// Who is sent where, in the user's order: by a fetch of the allowed page and by a typed URL alike.
const ORDERS: readonly (readonly [readonly Person[], Readonly<Record<string, string | undefined>>])[] = [
  [[alice, bob], { authorization: 'Bearer head.alice.sign', 'x-token': undefined }],
  [[bob, alice], { authorization: 'Bearer head.bob.sign', 'x-token': undefined }],
  [[{ ...alice, isSignedIn: false }, bob], { authorization: 'Bearer head.bob.sign', 'x-token': undefined }],
  [[carol, alice, bob], { authorization: undefined, 'x-token': 'Bearer head.carol.sign' }],
  [[bob, carol, alice], { authorization: 'Bearer head.bob.sign', 'x-token': undefined }],
];

const get = (url: string) => fetch(url).then(() => null);

async function expectSent(tab: Tab, { sites }: Environment, path: string, headers: object): Promise<void> {
  await tab.goto(`${APP}/page`);
  await tab.evaluate(get, `https://${API}${path}/fetched`);
  await tab.goto(`https://${API}${path}/typed`);
  for (const way of ['fetched', 'typed']) {
    const [request] = sites.to(API, `${path}/${way}`);
    const { authorization, 'x-token': token } = request?.headers ?? {};
    expect({ way, authorization, 'x-token': token }).toEqual({ way, ...headers });
  }
}

for (const browserName of ['chromium', 'firefox'] as const satisfies readonly BrowserName[]) {
  test(`${browserName}: of several profiles on one host the first with a token is sent, alone`, async () => {
    const env = await startEnvironment(browserName, [`https://${API}/*`, `${APP}/*`]);
    try {
      const popup = await env.browser.openPopup();
      await popup.evaluate(keepBackgroundOff);
      const tab = await env.browser.openTab();
      for (const [index, [people, headers]] of ORDERS.entries()) {
        await popup.evaluate(replaceRules, rulesOf(people, false));
        await expectSent(tab, env, `/order-${index}`, headers);
      }
    } finally {
      await env.close();
    }
  });
}
