import { html } from '../support/html';
import { pageText } from './page-frame';
import type { Claims, Verdict } from './token-check';

/** What a browser shows of `GET /me`: who the token says you are, or why the API refuses. */
export function mePage(verdict: Verdict, nowMs: number): string {
  return verdict.ok
    ? welcomePage(verdict.username, verdict.claims, nowMs)
    : refusalPage(verdict.hasToken, verdict.reason);
}

/** The picture of a user: the first letter of the name. Like everything here, it takes a token to see it. */
export function userPicture(username: string): string {
  const letter = html`${username.slice(0, 1).toUpperCase()}`.text;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
<circle cx="32" cy="32" r="32" fill="#0b7268"/>
<text x="32" y="43" text-anchor="middle" font-family="system-ui, sans-serif" font-size="32" font-weight="600" fill="#fff">${letter}</text>
</svg>
`;
}

function welcomePage(username: string, claims: Claims, nowMs: number): string {
  const rows = Object.entries(claims).map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${claimText(name, value)}</td></tr>`,
  );
  return pageText({
    site: 'api',
    title: `Hello ${username}`,
    lead: html`This request carried your id token, and <code>aws-jwt-verify</code> found it valid.`,
    content: html`
<div class="card user">
<img src="/picture" alt="Your picture, which takes a token too" width="64" height="64">
<p>The token is good for another <strong>${timeLeft(claims.exp * 1000 - nowMs)}</strong>.<br>
<span class="quiet">Reload at any time: Tokenbearer renews it before it ends.</span></p>
</div>
<div class="card"><h2>Claims</h2><table>${rows}</table></div>`,
  });
}

function refusalPage(hasToken: boolean, reason: string): string {
  return pageText({
    site: 'api',
    title: hasToken ? '401: token refused' : '401: no token',
    lead: html`<span class="bad">${reason}</span>`,
    content: html`
<div class="card"><p>This API answers only to requests with a valid id token of the demo's user pool.
Sign in with Tokenbearer and open this address again.</p></div>`,
  });
}

function claimText(name: string, value: unknown): string {
  const isTime = ['exp', 'iat', 'auth_time'].includes(name) && typeof value === 'number';
  if (isTime)
    return `${value} (${new Date(value * 1000).toISOString().replace('.000Z', ' UTC').replace('T', ' ')})`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function timeLeft(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
