/** HMAC (RFC 2104) of a message. */
export async function hmac(
  subtle: SubtleCrypto,
  hash: 'SHA-1' | 'SHA-256',
  key: BufferSource,
  message: BufferSource,
): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await subtle.sign('HMAC', imported, message));
}
