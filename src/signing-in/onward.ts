// Runs in a sandboxed frame of the hold page, so that its origin is opaque.
addEventListener('message', ({ source, data }) => {
  if (source === parent && typeof data === 'string') top?.location.replace(data);
});
parent.postMessage('ready', '*');
