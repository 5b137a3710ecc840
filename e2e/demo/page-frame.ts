import { Html, html } from '../support/html';

/** Which of the demo's sites a page belongs to; each has its own colour. */
type Site = 'start' | 'api' | 'frontEnd' | 'foreign';

export interface PageParts {
  readonly site: Site;
  readonly title: string;
  /** One sentence below the title. */
  readonly lead: Html;
  readonly content: Html;
}

const SITE_NAMES: Readonly<Record<Site, string>> = {
  start: 'Tokenbearer demo',
  api: 'Demo API',
  frontEnd: 'Demo front end',
  foreign: "Somebody else's page",
};

const STYLE = new Html(`<style>
  :root {
    color-scheme: light dark;
    --page: light-dark(#f5f6f7, #16191b);
    --card: light-dark(#fff, #1f2326);
    --line: light-dark(#dde1e5, #363c42);
    --text: light-dark(#191d21, #eceff1);
    --quiet: light-dark(#59626d, #a6afb8);
    --site: light-dark(#0b7268, #4fd1c0);
    --bad: light-dark(#b3261e, #ff9d94);
    font: 16px/1.55 system-ui, sans-serif;
    color: var(--text);
    background: var(--page);
  }
  .frontEnd { --site: light-dark(#2554c7, #8fb0ff); }
  .foreign { --site: light-dark(#a34a00, #ffb070); }
  body { margin: 0; border-block-start: 6px solid var(--site); }
  main { max-inline-size: 46rem; margin: 0 auto; padding: 2rem 1.5rem; }
  .site { margin: 0; font-size: .875rem; font-weight: 600; color: var(--site); }
  h1 { margin: .25rem 0 .5rem; font-size: 2rem; line-height: 1.2; letter-spacing: -.01em; }
  h2 { margin: 0 0 .5rem; font-size: 1.0625rem; }
  .lead { margin: 0 0 1.5rem; color: var(--quiet); }
  .card { margin-block-end: 1rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
  .card > :last-child { margin-block-end: 0; }
  .user { display: flex; gap: 1rem; align-items: center; }
  ol { margin: 0 0 1.5rem; padding: 0; list-style: none; counter-reset: step; }
  ol > li.card { position: relative; margin-block-end: .625rem; padding: .75rem 1.25rem .75rem 3.5rem; counter-increment: step; }
  ol > li::before { content: counter(step); position: absolute; inset-inline-start: 1.25rem; inset-block-start: .75rem; inline-size: 1.5rem; block-size: 1.5rem; border-radius: 50%; line-height: 1.5rem; text-align: center; font-size: .875rem; font-weight: 600; color: var(--card); background: var(--site); }
  table { inline-size: 100%; border-collapse: collapse; font-size: .9375rem; }
  th, td { padding: .375rem .75rem .375rem 0; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; overflow-wrap: anywhere; }
  th { font-weight: 500; color: var(--quiet); white-space: nowrap; }
  tr:last-child > * { border: 0; }
  p { margin: 0 0 .5rem; }
  a { color: var(--site); font-weight: 500; }
  code, pre { font: .875rem/1.5 ui-monospace, monospace; }
  code { padding: .0625rem .375rem; border-radius: 4px; background: light-dark(#e6eaed, #2c3237); }
  pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  button { padding: .5rem 1rem; border: 0; border-radius: 8px; font: 600 1rem/1.5 system-ui, sans-serif; color: var(--card); background: var(--site); cursor: pointer; }
  :focus-visible { outline: 2px solid var(--site); outline-offset: 2px; }
  iframe { inline-size: 100%; block-size: 17.5rem; border: 1px solid var(--line); border-radius: 8px; background: var(--page); }
  [hidden] { display: none; }
  .quiet { color: var(--quiet); }
  .bad { color: var(--bad); }
</style>`);

/** A whole page of the demo, as text. */
export function pageText({ site, title, lead, content }: PageParts): string {
  return html`<!doctype html>
<html lang="en" class="${site}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} · ${SITE_NAMES[site]}</title>
<link rel="icon" href="data:,">
${STYLE}
</head>
<body>
<main>
<p class="site">${SITE_NAMES[site]}</p>
<h1>${title}</h1>
<p class="lead">${lead}</p>
${content}
</main>
</body>
</html>
`.text;
}
