import { buildEntry } from './build-entry';
import { type Size, sizeOf } from './size';

/** A page with nothing but a sign-in client in it, with either client. */
export interface ClientSizes {
  readonly own: Size;
  readonly library: Size;
}

/** Bundles our sign-in client and amazon-cognito-identity-js's in the same way, and weighs them. */
export async function clientSizes(): Promise<ClientSizes> {
  return {
    own: sizeOf([await buildEntry('own-client')]),
    library: sizeOf([await buildEntry('library-client')]),
  };
}
