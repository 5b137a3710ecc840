import { type Html, html } from '../../support/html';
import type { Answer } from '../answer';
import type { AuthorizationRequest } from './authorization-request';
import { loginPath } from './authorize';
import { formToken } from './form-token';
import { pageAnswer } from './page';
import type { WebRequest } from './web-request';

/** The form for username and password, with a link for each further identity provider. */
export function loginPage(
  request: WebRequest,
  asked: AuthorizationRequest,
  shown: { username: string; problem?: string },
): Answer {
  const { input, headers } = formToken(request);
  const others = asked.client.identityProviders.filter((name) => name !== 'COGNITO');
  const content = html`${problemText(shown.problem)}
${others.map((name) => providerLink(name, asked.query))}
<form method="post" action="/login?${String(asked.query)}">
${input}
<label for="username">Username</label>
<input id="username" name="username" value="${shown.username}" autocomplete="username" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button>
</form>`;
  return pageAnswer('Sign in', content, headers);
}

export function problemText(problem: string | undefined): Html {
  return problem ? html`<p role="alert">${problem}</p>` : html``;
}

function providerLink(name: string, query: URLSearchParams): Html {
  return html`<p><a href="${loginPath(name)}?${String(query)}">Continue with ${name}</a></p>`;
}
