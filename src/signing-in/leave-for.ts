/**
 * Loads, ahead of time, what goes on as a link of a foreign page would. What an extension's page itself goes to gets
 * SameSite=Strict cookies and no Referer, in Firefox as `Sec-Fetch-Site: same-origin`, and any page may have brought the
 * user here. A sandboxed frame has an opaque origin: where that navigates the page, the API gets Lax cookies, as
 * cross-site. Measured in Chromium 156 and Firefox 153. Source: HTML standard, "sandboxing", `allow-top-navigation`,
 * `allow-downloads`.
 * @returns goes to a URL
 */
export function prepareToLeave(): (url: string) => void {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts allow-top-navigation allow-downloads');
  frame.hidden = true;
  frame.src = 'onward.html';
  const isReady = new Promise<void>((resolve) => {
    addEventListener('message', ({ source }) => {
      if (source === frame.contentWindow) resolve();
    });
  });
  document.body.append(frame);
  // Its origin has no name that could be given here.
  return (url) => void isReady.then(() => frame.contentWindow?.postMessage(url, '*'));
}
