import { test as base } from './fixtures';
import { makeTestBuild, type TestBuild } from './test-build';

/** Tests of what the rules say. Access that is missing is another question: the browser answers with no rule at all. */
export const everyHostBuild = base.extend<object, { readonly build: TestBuild }>({
  build: [
    async ({ signingKeys: _ }, use) => {
      const build = await makeTestBuild(['<all_urls>']);
      await use(build);
      await build.remove();
    },
    { scope: 'worker' },
  ],
});
