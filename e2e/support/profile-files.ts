import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file of a browser's profile, as raw bytes. */
export async function profileBytes(profileFolder: string): Promise<Buffer> {
  const entries = await readdir(profileFolder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  // Files come and go while the browser runs.
  const contents = files.map((file) =>
    readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0)),
  );
  return Buffer.concat(await Promise.all(contents));
}

/** Whether a secret lies in these bytes, in one of the usual ways to write it. */
export function holds(bytes: Buffer, secret: string): boolean {
  const texts: readonly [string, BufferEncoding][] = [
    [secret, 'utf8'],
    [secret, 'utf16le'],
    [Buffer.from(secret).toString('base64'), 'utf8'],
    [Buffer.from(secret).toString('base64url'), 'utf8'],
  ];
  return texts.some(([text, encoding]) => bytes.includes(Buffer.from(text, encoding)));
}
