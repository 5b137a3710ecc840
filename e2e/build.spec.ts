import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'playwright/test';

const TARGETS = ['chrome', 'firefox'] as const;

async function manifestOf(target: (typeof TARGETS)[number]) {
  return JSON.parse(await readFile(`dist/${target}/manifest.json`, 'utf8'));
}

for (const target of TARGETS) {
  test(`T17: the ${target} build asks for what the README explains, and for no host at install`, async () => {
    const manifest = await manifestOf(target);
    expect(manifest.permissions).toEqual([
      'activeTab',
      'alarms',
      'declarativeNetRequestWithHostAccess',
      'identity',
      'idle',
      'storage',
      'webRequest',
      ...(target === 'firefox' ? ['webRequestBlocking'] : []),
    ]);
    expect(manifest.host_permissions).toBeUndefined();
    expect(manifest.content_scripts).toBeUndefined();
    // The browsers redirect to an extension's page only if web pages may load it.
    const opened = manifest.web_accessible_resources?.flatMap(
      (each: { resources: string[] }) => each.resources,
    );
    const script = target === 'firefox' ? ['assets/onward-*.js'] : [];
    expect(opened).toEqual(['src/signing-in/signing-in.html', ...script]);
    expect(manifest.externally_connectable).toBeUndefined();
    expect(manifest.incognito).toBe('not_allowed');
    const insecure = manifest.optional_host_permissions.filter((pattern: string) =>
      /^(http|ws):/.test(pattern),
    );
    for (const pattern of insecure)
      expect(pattern).toMatch(/^(?:http|ws):\/\/(\*\.)?(localhost|127\.0\.0\.1|\[::1\])\/\*$/);
    const readme = await readFile('README.md', 'utf8');
    for (const permission of manifest.permissions)
      expect(readme).toMatch(new RegExp(`^\\| \`${permission}\` +\\|`, 'm'));
  });

  test(`T18: the ${target} build lets nothing but its own files run`, async () => {
    const policy: string = (await manifestOf(target)).content_security_policy.extension_pages;
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'self'",
      "base-uri 'none'",
    ]) {
      expect(policy.split('; ')).toContain(part);
    }
    expect(policy).not.toContain('unsafe');
    const files = await readdir(`dist/${target}`, { recursive: true });
    for (const file of files.filter((name) => /\.(js|html)$/.test(name))) {
      const code = await readFile(`dist/${target}/${file}`, 'utf8');
      expect(code, file).not.toMatch(
        /\beval\(|new Function\(|innerHTML|console\.(log|info|debug)|localhost:\d/,
      );
    }
  });
}

test('each browser gets the background that it knows, and Firefox what it demands of new extensions', async () => {
  const [chrome, firefox] = await Promise.all(TARGETS.map(manifestOf));
  expect(chrome.background).toEqual({ service_worker: expect.any(String), type: 'module' });
  expect(chrome.browser_specific_settings).toBeUndefined();
  expect(firefox.background).toEqual({ scripts: [expect.any(String)], type: 'module' });
  const { gecko } = firefox.browser_specific_settings;
  expect(gecko.id).toMatch(/@/);
  expect(gecko.data_collection_permissions).toEqual({ required: ['authenticationInfo'] });
});
