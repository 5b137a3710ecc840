import { expectTokenOf, must } from './checks';
import { ALICE } from './people';
import type { Stage } from './stage';

const PASSPHRASE = 'several words are best';

/** Kept on this device: the lock takes the token off, and a typed address waits for the passphrase. */
export async function lockAndUnlock(stage: Stage): Promise<void> {
  const { popup, tab, servers } = stage;
  await popup.submitSignIn({
    Password: ALICE.password,
    'Keep me signed in': 'On this device, with a passphrase',
    'New passphrase': PASSPHRASE,
    'Repeat passphrase': PASSPHRASE,
  });
  await popup.signedInAs(ALICE.username).waitFor();
  await popup.button('Lock').click();
  await popup.button('Unlock').waitFor();
  await stage.picturesOfPopup('locked');

  const seen = servers.api.arrivals.length;
  // The navigation ends elsewhere, which Playwright may call an error.
  await tab.goto(servers.pages.apiUrl).catch(() => undefined);
  await tab.getByText('Unlock Tokenbearer').waitFor();
  must(servers.api.arrivals.length === seen, 'a request went to the API while the extension was locked');
  await stage.pictureOfTab('waiting-for-unlock');
  await popup.fill({ Passphrase: PASSPHRASE });
  const unlock = () => popup.button('Unlock').click();
  expectTokenOf(ALICE, await stage.arrivalOf('document', '/me', unlock));
  await popup.signedInAs(ALICE.username).waitFor();

  await popup.button('Sign out').click();
  await popup.fill({ 'Keep me signed in': 'Until the browser closes' });
}
