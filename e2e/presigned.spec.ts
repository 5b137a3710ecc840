import { expect } from 'playwright/test';
import { test } from './support/fixtures';
import { API, signInAlice } from './support/story';

test('N: presigned URLs of any cloud, in any case, are left alone, with and without a token', async ({
  pool,
  sites,
  extension,
  popup,
}) => {
  await signInAlice(pool, popup);
  const tab = await extension.openTab();
  const queries = [
    'X-Amz-Signature=abc',
    'X-Goog-Signature=abc',
    'a=1&X-Amz-Credential=x',
    'Signature=abc',
    'sv=1&sig=abc',
    'q-SIGNATURE=',
  ];
  for (const query of queries) await tab.goto(`https://${API}/file?${query}`);
  await tab.goto(`https://${API}/file?design=abc`);
  const restarted = await extension.restart();
  await (await restarted.openTab()).goto(`https://${API}/again?Signature=abc`);
  await restarted.close();
  const sent = sites.requests.filter(({ path }) => /^\/(file|again)/.test(path));
  expect(sent.map(({ path, authorization }) => [path, authorization !== undefined])).toEqual([
    ...queries.map((query) => [`/file?${query}`, false]),
    ['/file?design=abc', true],
    ['/again?Signature=abc', false],
  ]);
});
