import type { RequestKind } from './request-kind';

const within = { destination: 'within' } as const;

/** What workers of a page fetch. Their scripts are in `matrix-pages.ts`. */
export const WORKER_KINDS: readonly RequestKind[] = [
  {
    ...within,
    name: 'fetch in a worker',
    send: (url) => new Worker(`/matrix/worker.js?fetch=${encodeURIComponent(url)}`),
  },
  {
    ...within,
    name: 'fetch in a blob: worker',
    send: (url) => {
      const source = `fetch(${JSON.stringify(url)}, { mode: 'no-cors' })`;
      return new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
    },
  },
  {
    ...within,
    name: 'fetch in a data: worker',
    isOpaque: true,
    send: (url) => {
      const source = `fetch(${JSON.stringify(url)}, { mode: 'no-cors' })`;
      return new Worker(`data:text/javascript,${encodeURIComponent(source)}`);
    },
  },
  {
    ...within,
    name: 'fetch in a shared worker',
    send: (url) => new SharedWorker(`/matrix/worker.js?fetch=${encodeURIComponent(url)}`),
  },
  {
    ...within,
    name: 'fetch in a service worker',
    send: async (url) => {
      const scope = '/matrix/speaking/';
      const registration = await navigator.serviceWorker.register('/matrix/service-worker.js', { scope });
      (registration.installing ?? registration.active)?.postMessage(url);
    },
  },
  {
    ...within,
    name: 'fetch passed on by a service worker',
    send: async (url, { add }) => {
      const scope = '/matrix/passing/';
      const registration = await navigator.serviceWorker.register('/matrix/passing-worker.js', { scope });
      const worker = registration.installing ?? registration.waiting ?? registration.active;
      const proceed = () => {
        if (worker?.state !== 'activated') return;
        worker.removeEventListener('statechange', proceed);
        add('iframe', { src: `${scope}page?fetch=${encodeURIComponent(url)}` });
      };
      worker?.addEventListener('statechange', proceed);
      proceed();
    },
  },
];
