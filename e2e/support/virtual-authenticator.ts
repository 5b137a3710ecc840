import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { Page } from 'playwright/test';

/** A passkey as a pool and an authenticator share it. */
export interface GeneratedPasskey {
  /** base64url */
  readonly credentialId: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Makes a passkey as a registration would have left it: ES256. */
export function generatePasskey(): GeneratedPasskey {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...keys, credentialId: randomBytes(16).toString('base64url') };
}

/**
 * Gives a page an authenticator of its own, whose user agrees to everything, and no other.
 * Source: Chrome DevTools Protocol, WebAuthn domain.
 * @returns adds a passkey for a relying party
 */
export async function addVirtualAuthenticator(
  page: Page,
): Promise<(passkey: GeneratedPasskey, rpId: string) => Promise<void>> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasUserVerification: true,
    isUserVerified: true,
  } as const;
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
  return async ({ credentialId, privateKey }, rpId) => {
    const credential = {
      credentialId: Buffer.from(credentialId, 'base64url').toString('base64'),
      privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      isResidentCredential: false,
      rpId,
      signCount: 1,
    };
    await cdp.send('WebAuthn.addCredential', { authenticatorId, credential });
  };
}
