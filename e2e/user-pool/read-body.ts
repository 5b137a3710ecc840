import type { IncomingMessage } from 'node:http';

const LONGEST_BODY_BYTES = 256 * 1024;

/** Gives undefined for a body that is too long, which is read to its end so that the answer arrives. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LONGEST_BODY_BYTES) chunks.push(chunk);
  }
  return bytes <= LONGEST_BODY_BYTES ? Buffer.concat(chunks).toString() : undefined;
}
