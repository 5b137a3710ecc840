import { generate } from 'selfsigned';

/** Key and certificate, PEM. */
export interface TlsCertificate {
  readonly key: string;
  readonly cert: string;
}

let certificate: Promise<TlsCertificate> | undefined;

/** The self-signed certificate of all servers of this process. The test browsers are told to accept any. */
export function tlsCertificate(): Promise<TlsCertificate> {
  certificate ??= createTlsCertificate();
  return certificate;
}

async function createTlsCertificate(): Promise<TlsCertificate> {
  const name = [{ name: 'commonName', value: 'localhost' }];
  const { private: key, cert } = await generate(name, { keyType: 'ec', curve: 'P-256' });
  return { key, cert };
}
