import { Html, html } from '../support/html';
import { pageText } from './page-frame';

// The request id makes the browser ask first (a preflight), as most requests of real front ends do.
const SCRIPT = new Html(`<script>
  const button = document.querySelector('button');
  const answer = document.querySelector('output');
  const picture = document.querySelector('img');
  picture.onload = () => { picture.hidden = false; };
  picture.onerror = () => { picture.hidden = true; };
  button.addEventListener('click', async () => {
    const { api } = button.dataset;
    try {
      const response = await fetch(api + '/me', { headers: { 'x-request-id': crypto.randomUUID() } });
      answer.textContent = response.status + ' ' + JSON.stringify(await response.json(), null, 2);
    } catch (error) {
      answer.textContent = String(error);
    }
    picture.src = api + '/picture?' + Date.now();
  });
</script>`);

/** A front end without any sign-in of its own: it fetches from the API and shows what it gets. */
export function frontEndPage(apiOrigin: string): string {
  return pageText({
    site: 'frontEnd',
    title: 'My profile',
    lead: html`This page only calls <code>fetch('${apiOrigin}/me')</code>. It has no sign-in and never sees a token.`,
    content: html`
<div class="card user"><button data-api="${apiOrigin}">Load my profile</button><img alt="Your picture" width="64" height="64" hidden></div>
<div class="card"><h2>The API's answer</h2><pre><output class="quiet">Nothing yet</output></pre></div>
${SCRIPT}`,
  });
}
