import type { RepositoryFile } from './repository';

/** Something that there is one more of now and then, by the example of one that is there. */
export interface Example {
  /** What it is called where it is named: the files that match are those that a new one would touch. */
  readonly pattern: RegExp;
  readonly atMost: number;
  /** Files of its own, or that use it and need not know that there are others. */
  readonly besides?: RegExp;
}

/** The files of the product that name an example: sources and pages, without tests. */
export function filesToTouch(
  files: readonly RepositoryFile[],
  { pattern, besides }: Example,
): readonly string[] {
  return files
    .filter(({ path }) => !/\.test\.ts$|^src\/testing\//.test(path))
    .filter(({ path }) => !besides?.test(path))
    .filter(({ text }) => pattern.test(text))
    .map(({ path }) => path);
}
