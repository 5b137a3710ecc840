import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { pressToolbarButton } from './support/real-popup';
import type { Responder } from './support/recording-sites';
import { API, PASSWORD, signInAlice } from './support/story';

const PAGE = `https://${API}/app`;
const WORKER = 'addEventListener("fetch", (event) => event.respondWith(fetch(event.request)))';
const REGISTER = '<!doctype html><script>navigator.serviceWorker.register("/worker.js")</script>';

/** An API whose page has a service worker that answers navigations by `fetch`. */
const answer: Responder = ({ path }, response) => {
  const [type, body] = path === '/worker.js' ? ['text/javascript', WORKER] : ['text/html', REGISTER];
  if (!['/worker.js', '/app'].includes(path)) return false;
  response.setHeader('content-type', type ?? '').end(body);
  return true;
};

test('J: a page that a service worker answers is not held in Chromium, and the popup on its tab says so', async ({
  pool,
  sites,
  extension,
  popup,
  tab,
}) => {
  sites.answerBy(answer);
  await signInAlice(pool, popup);
  await tab.goto(PAGE);
  await tab.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  await popup.button('Sign out').click();
  await popup.button('Sign in').waitFor();

  await tab.goto(PAGE);
  expect(sites.to(API, '/app').map(({ authorization }) => authorization !== undefined)).toEqual([
    true,
    false,
  ]);
  await popup.submitSignIn({ Password: PASSWORD });
  await popup.signedInAs('alice').waitFor();
  await tab.bringToFront();
  const before = await pressToolbarButton(extension, PAGE);
  await expect.poll(before.text).toContain('Loaded without a token, or by a service worker');

  await before.close();
  await tab.reload();
  expect(sites.to(API, '/app').at(-1)?.authorization).toMatch(/^Bearer /);
  // Which of the two, no browser tells: what a service worker asks for belongs to no tab.
  const after = await pressToolbarButton(extension, PAGE);
  await expect.poll(after.text).toContain('Loaded without a token, or by a service worker');
});
