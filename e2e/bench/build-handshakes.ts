import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildEntry } from './build-entry';

/** A throw-away extension whose worker holds both handshakes. */
export interface HandshakeExtension {
  readonly folder: string;
  /** The worker's script; Node can load it as well. */
  readonly script: string;
  remove(): Promise<void>;
}

const MANIFEST = {
  manifest_version: 3,
  name: 'Handshakes',
  version: '1',
  background: { service_worker: 'worker.js' },
};

/** Writes that extension to a temporary folder. */
export async function buildHandshakes(): Promise<HandshakeExtension> {
  const code = await buildEntry('handshakes');
  const folder = await mkdtemp(join(tmpdir(), 'tokenbearer-bench-'));
  const script = join(folder, MANIFEST.background.service_worker);
  await writeFile(script, code);
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(MANIFEST));
  return { folder, script, remove: () => rm(folder, { recursive: true, force: true }) };
}
