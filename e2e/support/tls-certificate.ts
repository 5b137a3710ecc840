import { generate } from 'selfsigned';

/** Key and certificate, PEM. */
export interface TlsCertificate {
  readonly key: string;
  readonly cert: string;
}

/** A fresh self-signed certificate. The test browsers are told to accept any. */
export async function createTlsCertificate(): Promise<TlsCertificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
  });
  return { key, cert };
}
