import { gzipSync } from 'node:zlib';

/** Bytes of some scripts. */
export interface Size {
  readonly raw: number;
  /** Each script on its own. */
  readonly gzip: number;
}

/** Weighs scripts. */
export function sizeOf(scripts: readonly string[]): Size {
  const sum = (weigh: (script: string) => number) =>
    scripts.reduce((total, script) => total + weigh(script), 0);
  return { raw: sum((script) => Buffer.byteLength(script)), gzip: sum((script) => gzipSync(script).length) };
}
