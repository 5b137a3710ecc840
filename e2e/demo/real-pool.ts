import { html } from '../support/html';
import { leaveFilledForm } from './filled-form';
import { openShippedExtension, whenClosed } from './interactive';
import { apiUrlOf, type RealPool } from './options';
import { pageText } from './page-frame';
import { withCleanup } from './with-cleanup';

/** Opens Chromium with the extension, its form filled for a user pool on AWS; ends when the browser is closed. */
export async function openForRealPool(pool: RealPool, say: (line: string) => void): Promise<void> {
  const apiUrl = apiUrlOf(pool.apiHost);
  await withCleanup(async (atEnd) => {
    const extension = await openShippedExtension(atEnd);
    const closed = whenClosed(extension);
    const { context } = extension;
    const [page = await context.newPage()] = context.pages();
    await page.setContent(hintPage(pool, apiUrl));
    await leaveFilledForm(extension, formFor(pool));
    const apiTab = await context.newPage();
    // Whatever the API says, or does not say, without a token: it is opened again after the sign-in.
    await apiTab.goto(apiUrl, { waitUntil: 'commit' }).catch(() => undefined);
    await page.bringToFront();
    say(whatToDo(pool, apiUrl));
    await closed;
  });
}

function whatToDo({ userPoolId, apiHost }: RealPool, apiUrl: string): string {
  return `
Click the puzzle piece in the toolbar, then Tokenbearer: the form is filled in for ${userPoolId}.
Sign in, allow access to ${apiHost} and reload ${apiUrl}.
Close the browser or press Ctrl+C to end.
`;
}

function formFor({ userPoolId, clientId, apiHost, username }: RealPool): Record<string, string> {
  return {
    'User pool ID': userPoolId,
    'App client ID': clientId,
    'API hosts': apiHost,
    ...(username && { Username: username }),
  };
}

function hintPage({ userPoolId, apiHost, username }: RealPool, apiUrl: string): string {
  const steps = [
    html`Click the puzzle piece in the toolbar, then <strong>Tokenbearer</strong>. The form is filled in for
<code>${userPoolId}</code>: type ${username ? html`the password of ${username}` : 'username and password'} and press
<strong>Sign in</strong>.`,
    html`Chromium asks whether Tokenbearer may reach <code>${apiHost}</code>. Press <strong>Allow</strong>.
The popup closes meanwhile; open it again to see that you are signed in.`,
    html`Open <a href="${apiUrl}" target="_blank">${apiUrl}</a>: the request carries your id token.`,
  ];
  return pageText({
    site: 'start',
    title: 'Sign in to your user pool',
    lead: html`This browser profile is new and is deleted when you close the browser.`,
    content: html`<ol>${steps.map((step) => html`<li class="card">${step}</li>`)}</ol>`,
  });
}
