import { generate } from 'lean-qr';
import { text } from '../../browser/texts';
import type { AuthenticatorSetup } from '../../core/session/challenge';
import { cloneOf, within } from '../../page/elements';
import { fillTextsIn } from '../../page/page-texts';
import { copyOnClick } from '../copy-button';

/** Readers of QR codes see this one on any background. */
const WHITE = [255, 255, 255] as const;

/** What an authenticator app is told: as a QR code, as text, and as a link for an app on this device. */
export function setupPanel({ secret, uri }: AuthenticatorSetup): DocumentFragment {
  const panel = cloneOf('setupTemplate');
  fillTextsIn(panel);
  generate(uri).toCanvas(within(panel, 'canvas', HTMLCanvasElement), { off: WHITE });
  within(panel, 'code', HTMLElement).textContent = inGroups(secret);
  within(panel, 'div > div', HTMLElement).append(linkTo(uri));
  const says = within(panel, '.status', HTMLElement);
  copyOnClick(within(panel, 'button', HTMLButtonElement), says, () => secret);
  return panel;
}

function linkTo(uri: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = uri;
  link.textContent = text('setupLink');
  return link;
}

// As apps show it, so that a slip is found.
function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? '';
}
