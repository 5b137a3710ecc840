import type { RequestKind } from './request-kind';

const within = { destination: 'within' } as const;

/** Requests by a page's own scripts. */
const SCRIPTED: readonly RequestKind[] = [
  { ...within, name: 'fetch', send: (url) => fetch(url) },
  {
    ...within,
    name: 'fetch PUT json',
    method: 'PUT',
    send: (url) => fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' }),
  },
  { ...within, name: '… its preflight', method: 'OPTIONS', sentBy: 'fetch PUT json' },
  {
    ...within,
    name: 'fetch no-cors POST',
    method: 'POST',
    send: (url) => fetch(url, { method: 'POST', mode: 'no-cors', body: 'x' }),
  },
  {
    ...within,
    name: 'fetch keepalive POST',
    method: 'POST',
    send: (url) => fetch(url, { method: 'POST', mode: 'no-cors', keepalive: true, body: 'x' }),
  },
  {
    ...within,
    name: 'fetch with cookies',
    send: (url) => fetch(url, { mode: 'no-cors', credentials: 'include' }),
  },
  {
    ...within,
    name: 'XMLHttpRequest',
    send: (url) => {
      const request = new XMLHttpRequest();
      request.open('GET', url);
      request.send();
    },
  },
  { ...within, name: 'sendBeacon', method: 'POST', send: (url) => navigator.sendBeacon(url, 'x') },
  { ...within, name: 'EventSource', send: (url) => new EventSource(url) },
  {
    ...within,
    name: 'WebSocket (wss)',
    send: (url) => new WebSocket(url.replace(/^http/, 'ws')),
  },
];

/** Requests for what a page consists of. */
const LOADED: readonly RequestKind[] = [
  { ...within, name: 'img', send: (url, { add }) => add('img', { src: url }) },
  { ...within, name: 'img srcset', send: (url, { add }) => add('img', { srcset: `${url} 1x` }) },
  {
    ...within,
    name: 'CSS background',
    send: (url, { add }) => {
      add('p', { textContent: 'x' }).style.backgroundImage = `url(${JSON.stringify(url)})`;
    },
  },
  { ...within, name: 'script', send: (url, { add }) => add('script', { src: url }) },
  { ...within, name: 'module script', send: (url, { add }) => add('script', { type: 'module', src: url }) },
  { ...within, name: 'stylesheet', send: (url, { add }) => add('link', { rel: 'stylesheet', href: url }) },
  {
    ...within,
    name: 'font (@font-face)',
    send: (url, { add }) => {
      const family = `f${Math.random()}`.replace('.', '');
      add('style', { textContent: `@font-face{font-family:${family};src:url(${JSON.stringify(url)})}` });
      add('p', { textContent: 'x' }).style.fontFamily = family;
    },
  },
  {
    ...within,
    name: 'video',
    send: (url, { add }) => add('video', { src: url, preload: 'auto', muted: true }),
  },
  { ...within, name: 'audio', send: (url, { add }) => add('audio', { src: url, preload: 'auto' }) },
  { ...within, name: 'object', send: (url, { add }) => add('object', { data: url }) },
  { ...within, name: 'embed', send: (url, { add }) => add('embed', { type: 'text/html', src: url }) },
  {
    ...within,
    name: 'link preload',
    send: (url, { add }) => add('link', { rel: 'preload', as: 'image', href: url }),
  },
  {
    ...within,
    name: 'a[ping]',
    method: 'POST',
    send: (url, { add }) => add('a', { ping: url, href: '#', target: '_self', textContent: 'x' }).click(),
  },
];

/** What a page asks the browser to load ahead of a navigation. */
const AHEAD: readonly RequestKind[] = [
  {
    ...within,
    isPutOff: true,
    name: 'link prefetch',
    send: (url, { add }) => add('link', { rel: 'prefetch', href: url }),
  },
  {
    destination: 'page',
    isPutOff: true,
    name: 'speculation prefetch',
    send: (url, { add }) => {
      const rules = { prefetch: [{ source: 'list', urls: [url], eagerness: 'immediate' }] };
      add('script', { type: 'speculationrules', textContent: JSON.stringify(rules) });
    },
  },
  {
    destination: 'page',
    isPutOff: true,
    name: 'speculation prerender',
    send: (url, { add }) => {
      const rules = { prerender: [{ source: 'list', urls: [url], eagerness: 'immediate' }] };
      add('script', { type: 'speculationrules', textContent: JSON.stringify(rules) });
    },
  },
];

/** The kinds of requests that a document sends by itself and stays. */
export const RESOURCE_KINDS: readonly RequestKind[] = [...SCRIPTED, ...LOADED, ...AHEAD];
