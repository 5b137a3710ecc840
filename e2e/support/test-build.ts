import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder';

/** A copy of the shipped build whose manifest grants some hosts at install. */
export interface TestBuild {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Copies dist/chrome and grants it hosts, which stands for the user's click on "Allow": no automation can press that
 * button. Nothing else differs from what is shipped.
 * @param grantedHosts match patterns
 * @param permissions of the optional ones
 */
export async function makeTestBuild(
  grantedHosts: readonly string[],
  permissions: readonly string[] = [],
): Promise<TestBuild> {
  const folder = await temporaryFolder('tokenbearer-');
  const remove = () => rm(folder, { recursive: true, force: true });
  await fill(folder, grantedHosts, permissions).catch(async (error) => {
    await remove();
    throw error;
  });
  return { folder, remove };
}

async function fill(
  folder: string,
  grantedHosts: readonly string[],
  permissions: readonly string[],
): Promise<void> {
  await cp('dist/chrome', folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  // The click would grant the WebSocket twins as well.
  const sockets = grantedHosts.map((host) => host.replace(/^http/, 'ws'));
  const granted = {
    permissions: [...manifest.permissions, ...permissions],
    host_permissions: [...grantedHosts, ...sockets],
  };
  await writeFile(path, JSON.stringify({ ...manifest, ...granted }));
}
