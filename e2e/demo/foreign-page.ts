import { Html, html } from '../support/html';
import { pageText } from './page-frame';

const SCRIPT = new Html(`<script>
  const { api } = document.querySelector('main > .card').dataset;
  const tell = (id, text) => { document.getElementById(id).textContent = text; };
  fetch(api + '/me')
    .then(async (response) => tell('fetch', response.status + ' ' + await response.text()))
    .catch((error) => tell('fetch', String(error)));
  const picture = new Image();
  picture.onload = () => { tell('image', 'loaded'); document.getElementById('image').append(picture); };
  picture.onerror = () => tell('image', 'refused, so there is no picture');
  picture.src = api + '/picture';
  document.querySelector('iframe').src = api + '/me';
</script>`);

/** A page that nobody allowed: it tries to use the token of whoever opens it. */
export function foreignPage(apiOrigin: string): string {
  return pageText({
    site: 'foreign',
    title: 'What can I get out of your API?',
    lead: html`You never allowed this page. It asks your API anyway, in three ways, and this is what it gets.`,
    content: html`
<div class="card" data-api="${apiOrigin}"><table>
<tr><th scope="row">fetch</th><td id="fetch">…</td></tr>
<tr><th scope="row">image</th><td id="image">…</td></tr>
</table></div>
<div class="card"><h2>iframe</h2><iframe title="The API in a frame"></iframe></div>
${SCRIPT}`,
  });
}
