import { type ChromiumExtension, launchChromium } from '../support/chromium-extension';
import type { UserPool } from '../user-pool/start-user-pool';
import { type DemoServers, demoForm, startDemoServers } from './demo-servers';
import { leaveFilledForm } from './filled-form';
import { ADA, DAVE, GOOGLE, PEOPLE } from './people';
import { removeAtExit } from './remove-at-exit';
import { type AtEnd, withCleanup } from './with-cleanup';

/** Opens Chromium with the extension, the local user pool, the API and the pages; ends when the browser is closed. */
export async function playInteractive(say: (line: string) => void): Promise<void> {
  await withCleanup(async (atEnd) => {
    const servers = await startDemoServers(say, atEnd);
    atEnd(tellCodes(servers.pool, say));
    const extension = await openShippedExtension(atEnd);
    const closed = whenClosed(extension);
    const [page = await extension.context.newPage()] = extension.context.pages();
    await page.goto(servers.pages.startUrl);
    await leaveFilledForm(extension, demoForm(servers));
    await page.bringToFront();
    say(whatToDo(servers));
    await closed;
  });
  say('The browser is closed and the servers have ended.');
}

/** Starts Chromium in a window, with the extension as it is shipped: it has no access to any host yet. */
export async function openShippedExtension(atEnd: AtEnd): Promise<ChromiumExtension> {
  const extension = await launchChromium({ extensionFolder: 'dist/chrome', headless: false });
  removeAtExit(extension.profileFolder);
  atEnd(extension.close);
  return extension;
}

/** Resolves when the user has closed the browser, or its last page: on macOS the program stays without a window. */
export function whenClosed({ context }: ChromiumExtension): Promise<void> {
  return new Promise((resolve) => {
    const resolveIfEmpty = () => {
      if (context.pages().length === 0) resolve();
    };
    for (const page of context.pages()) page.once('close', resolveIfEmpty);
    context.on('page', (page) => page.once('close', resolveIfEmpty));
    context.once('close', () => resolve());
  });
}

function tellCodes({ outbox }: UserPool, say: (line: string) => void): () => void {
  let told = 0;
  const timer = setInterval(() => {
    for (const { username, medium, code } of outbox.slice(told))
      say(`${medium === 'SMS' ? 'Text message' : 'E-mail'} to ${username}: your code is ${code}`);
    told = outbox.length;
  }, 200);
  return () => clearInterval(timer);
}

function whatToDo({ pages, api, pool }: DemoServers): string {
  const people = PEOPLE.map(
    ({ username, password, remark }) => `  ${username.padEnd(6)} ${password.padEnd(17)}${remark}`,
  );
  return `
Chromium shows the start page, which says what to click: ${pages.startUrl}
The popup of Tokenbearer (puzzle piece in the toolbar) is filled in already. It only wants a password:
${people.join('\n')}

  API           ${pages.apiUrl}
  front end     ${pages.frontEndUrl}
  foreign page  ${pages.foreignUrl}
  user pool     ${pool.userPoolId} at ${pool.endpoint}

Further ways in, under More options, Sign-in method:
  Hosted UI, with the callback URL of the front end: its server is never asked for it, so it never sees the code.
    Callback URL       ${pages.callbackUrl}
    Hosted UI domain   ${pool.loginDomain}
    Identity provider  ${GOOGLE.name} (to meet ${ADA.name}), or empty
  One-time code or passkey, as ${DAVE.username}

Close the browser or press Ctrl+C to end. What reaches ${api.origin} is listed below.
`;
}
