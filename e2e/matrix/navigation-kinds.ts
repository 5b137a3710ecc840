import type { RequestKind } from './request-kind';

/** Navigations of a whole page or window, or of the frame that the sender sits in. */
export const NAVIGATION_KINDS: readonly RequestKind[] = [
  {
    name: 'link',
    destination: 'page',
    send: (url, { add, target }) => add('a', { href: url, target, rel: 'opener', textContent: 'x' }).click(),
  },
  {
    name: 'link noopener noreferrer',
    destination: 'page',
    isInNewWindow: true,
    send: (url, { add }) =>
      add('a', { href: url, target: '_blank', rel: 'noopener noreferrer', textContent: 'x' }).click(),
  },
  { name: 'window.open', destination: 'page', isInNewWindow: true, send: (url) => window.open(url) },
  {
    name: 'form GET',
    destination: 'page',
    send: (url, { add, target }) => add('form', { action: url, target, rel: 'opener' }).submit(),
  },
  {
    name: 'form POST',
    destination: 'page',
    method: 'POST',
    send: (url, { add, target }) =>
      add('form', { method: 'POST', action: url, target, rel: 'opener' }).submit(),
  },
  {
    name: 'form POST multipart',
    destination: 'page',
    method: 'POST',
    send: (url, { add, target }) => {
      const enctype = 'multipart/form-data';
      add('form', { method: 'POST', action: url, target, enctype, rel: 'opener' }).submit();
    },
  },
  {
    name: 'location',
    destination: 'self',
    send: (url) => {
      location.href = url;
    },
  },
  {
    name: 'meta refresh',
    destination: 'self',
    isByNextPage: true,
    send: (url) => {
      location.href = `/matrix/hop?via=meta&to=${encodeURIComponent(url)}`;
    },
  },
  {
    name: 'Refresh header',
    destination: 'self',
    isByNextPage: true,
    send: (url) => {
      location.href = `/matrix/hop?via=header&to=${encodeURIComponent(url)}`;
    },
  },
  {
    name: 'hold page',
    destination: 'self',
    isByStranger: true,
    send: (url, { holdPage }) => {
      location.href = holdPage + url;
    },
  },
  {
    name: 'redirect of a foreign page',
    destination: 'self',
    isByStranger: true,
    send: (url) => {
      location.href = `https://evil.example.net/matrix/hop?via=302&to=${encodeURIComponent(url)}`;
    },
  },
  {
    name: 'window.open in a sandboxed iframe',
    destination: 'page',
    isInNewWindow: true,
    isByStranger: true,
    send: (url, { add }) => {
      // Without noopener the page's own process ends now and then in Chromium 156 (measured: 1 of 290 times; 0 of 1,000).
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts allow-popups');
      frame.srcdoc = `<script>open(${JSON.stringify(url)}, '_blank', 'noopener')</script>`;
      add('p', {}).append(frame);
    },
  },
  {
    name: 'window.open in a data: iframe',
    destination: 'page',
    isInNewWindow: true,
    isByStranger: true,
    send: (url, { add }) => {
      const page = `<script>open(${JSON.stringify(url)})</script>`;
      add('iframe', { src: `data:text/html,${encodeURIComponent(page)}` });
    },
  },
];

/** The one that no page sends. */
export const TYPED: RequestKind = { name: 'typed address', destination: 'page' };
