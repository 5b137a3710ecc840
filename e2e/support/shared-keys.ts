import { generate } from 'selfsigned';
import { generateSigningKeys, type SigningKeys } from '../user-pool/signing-keys';

/** Key and certificate, PEM. */
export interface TlsCertificate {
  readonly key: string;
  readonly cert: string;
}

let certificate: Promise<TlsCertificate> | undefined;
let keys: Promise<SigningKeys> | undefined;

/** The self-signed certificate of all servers of this process. The test browsers are told to accept any. */
export function tlsCertificate(): Promise<TlsCertificate> {
  certificate ??= createTlsCertificate();
  return certificate;
}

/** The keys of all user pools of this process, because finding them takes time. */
export function signingKeys(): Promise<SigningKeys> {
  keys ??= generateSigningKeys();
  return keys;
}

async function createTlsCertificate(): Promise<TlsCertificate> {
  const name = [{ name: 'commonName', value: 'localhost' }];
  const { private: key, cert } = await generate(name, { keyType: 'ec', curve: 'P-256' });
  return { key, cert };
}
