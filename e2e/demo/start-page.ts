import { type Html, html } from '../support/html';
import { pageText } from './page-frame';
import { ALICE, PEOPLE } from './people';

/** The addresses that the demo's pages name. */
export interface DemoAddresses {
  readonly apiUrl: string;
  readonly frontEndUrl: string;
  readonly foreignUrl: string;
}

/** What to click, in five steps, and who can sign in. */
export function startPage({ apiUrl, frontEndUrl, foreignUrl }: DemoAddresses): string {
  const steps = [
    html`Open <a href="${apiUrl}" target="_blank">the API</a>. It answers 401: nobody is signed in, no token came.`,
    html`Click the puzzle piece in the toolbar, then <strong>Tokenbearer</strong>. The form is filled in already:
type the password <code>${ALICE.password}</code> and press <strong>Sign in</strong>.`,
    html`Chromium asks whether Tokenbearer may reach the API and the front end. Press <strong>Allow</strong>.
The popup closes meanwhile; open it again to see that you are signed in.`,
    html`Open <a href="${apiUrl}" target="_blank">the API</a> again: it greets alice. So does
<a href="${frontEndUrl}" target="_blank">the front end</a>, whose code knows nothing of tokens.`,
    html`Open <a href="${foreignUrl}" target="_blank">somebody else's page</a>. It asks the same API in three ways and
gets nothing.`,
  ];
  return pageText({
    site: 'start',
    title: 'Sign in once, call your API',
    lead: html`Everything here runs on your machine: a user pool, an API that wants its id tokens, and two web pages.`,
    content: html`<ol>${steps.map((step) => html`<li class="card">${step}</li>`)}</ol>${peopleCard()}`,
  });
}

function peopleCard(): Html {
  const rows = PEOPLE.map(
    ({ username, password, remark }) =>
      html`<tr><th scope="row">${username}</th><td><code>${password}</code></td><td>${remark}</td></tr>`,
  );
  return html`<div class="card"><h2>Who can sign in</h2><table>${rows}</table>
<p class="quiet">To change the user, press <strong>Sign out</strong> in the popup. The terminal shows what reaches the API.</p></div>`;
}
