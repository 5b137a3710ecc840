import type { RequestKind } from './request-kind';

const within = { destination: 'within' } as const;
const frame = { destination: 'within', isFrame: true } as const;
const opaque = { destination: 'within', isOpaque: true } as const;

/** A frame as the request itself. */
const FRAMES: readonly RequestKind[] = [
  { ...frame, name: 'iframe', send: (url, { add }) => add('iframe', { src: url }) },
  {
    ...frame,
    name: 'iframe, sandboxed',
    send: (url, { add }) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', '');
      frame.src = url;
      add('p', {}).append(frame);
    },
  },
  {
    ...frame,
    name: 'form POST into an iframe',
    method: 'POST',
    send: (url, { add }) => {
      const name = `f${Math.random()}`;
      add('iframe', { name });
      add('form', { method: 'POST', action: url, target: name }).submit();
    },
  },
];

/** What a document inside a frame sends. */
const FROM_FRAMES: readonly RequestKind[] = [
  {
    ...opaque,
    name: 'fetch in a sandboxed iframe',
    send: (url, { add, fetching }) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.srcdoc = fetching(url);
      add('p', {}).append(frame);
    },
  },
  {
    ...opaque,
    name: 'WebSocket in a sandboxed iframe',
    send: (url, { add }) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.srcdoc = `<script>new WebSocket(${JSON.stringify(url.replace(/^http/, 'ws'))})</script>`;
      add('p', {}).append(frame);
    },
  },
  {
    ...opaque,
    name: 'iframe in a sandboxed iframe',
    send: (url, { add }) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.srcdoc = `<iframe src="${url}"></iframe>`;
      add('p', {}).append(frame);
    },
  },
  {
    ...opaque,
    name: 'fetch in a data: iframe',
    send: (url, { add, fetching }) =>
      add('iframe', { src: `data:text/html,${encodeURIComponent(fetching(url))}` }),
  },
  {
    ...opaque,
    name: 'form POST in a data: iframe',
    method: 'POST',
    send: (url, { add }) => {
      const form = `<form method=post action="${url}"></form><script>document.forms[0].submit()</script>`;
      add('iframe', { src: `data:text/html,${encodeURIComponent(form)}` });
    },
  },
  {
    ...within,
    name: 'fetch in a srcdoc iframe',
    send: (url, { add, fetching }) => add('iframe', { srcdoc: fetching(url) }),
  },
  {
    ...within,
    name: 'fetch in a blob: iframe',
    send: (url, { add, fetching }) => {
      const blob = new Blob([fetching(url)], { type: 'text/html' });
      add('iframe', { src: URL.createObjectURL(blob) });
    },
  },
  {
    ...within,
    name: 'fetch in an about:blank iframe',
    send: (url, { add }) => {
      const frame = add('iframe', {});
      const script = frame.contentDocument?.createElement('script');
      if (!script) return;
      script.textContent = `fetch(${JSON.stringify(url)}, { mode: 'no-cors' })`;
      frame.contentDocument?.body.append(script);
    },
  },
];

/** The kinds of requests that have to do with a frame. */
export const FRAME_KINDS: readonly RequestKind[] = [...FRAMES, ...FROM_FRAMES];
