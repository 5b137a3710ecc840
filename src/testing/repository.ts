import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** A file of this repository; its path is counted from the root, with forward slashes. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

const ROOT = join(import.meta.dirname, '../..');

/** Whether there is such a file or folder. @param path from the root */
export function isInRepository(path: string): boolean {
  return existsSync(join(ROOT, path));
}

/** The text of a file. @param path from the root */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** All files below a folder whose name ends so. @param folder from the root */
export function filesUnder(folder: string, ending: RegExp): readonly RepositoryFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path))
    .map((path) => `${folder}/${path.replaceAll(sep, '/')}`)
    .map((path) => ({ path, text: textOf(path) }));
}
