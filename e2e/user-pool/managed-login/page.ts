import { Html, html } from '../../support/html';
import type { Answer } from '../answer';

const STYLE = new Html(`<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  main { max-inline-size: 22rem; margin: 3rem auto; padding: 0 1rem; }
  label, input, button { display: block; box-sizing: border-box; inline-size: 100%; font: inherit; }
  input, button { margin-block: .25rem 1rem; padding: .5rem .75rem; }
</style>`);

/** A request that gets a page of explanation, since no app is known that a redirect could go to. */
export class PageError extends Error {}

/** A page of managed login. It works without scripts, and no other site can frame it. */
export function pageAnswer(title: string, content: Html, headers: Record<string, string> = {}): Answer {
  return {
    status: 200,
    forNavigation: true,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      'x-frame-options': 'DENY',
      ...headers,
    },
    body: pageText(title, content),
  };
}

export function errorPage({ message }: PageError): Answer {
  const content = html`<p role="alert">An error was encountered with the requested page: ${message}</p>`;
  return { ...pageAnswer('Error', content), status: 400 };
}

/** Sends the browser elsewhere. */
export function redirectAnswer(location: string, headers: Record<string, string> = {}): Answer {
  return {
    status: 302,
    forNavigation: true,
    headers: { location, 'cache-control': 'no-store', ...headers },
    body: '',
  };
}

function pageText(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="icon" href="data:,">
${STYLE}
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
}
