import { type Html, html } from '../../support/html';
import type { Answer } from '../answer';
import { missingAttributes } from '../sign-in';
import type { User } from '../users';
import { formToken } from './form-token';
import { problemText } from './login-page';
import { PageError, pageAnswer } from './page';
import type { WebRequest } from './web-request';

/** What the page asks. Each input has the name of the challenge response that it becomes. */
interface Question {
  readonly name: string;
  readonly session: string;
  readonly user: User;
  readonly problem?: string;
}

const CODE_INPUTS: Record<string, string> = {
  SMS_MFA: 'SMS_MFA_CODE',
  SOFTWARE_TOKEN_MFA: 'SOFTWARE_TOKEN_MFA_CODE',
  EMAIL_OTP: 'EMAIL_OTP_CODE',
};

/** The page after the password: a code, or a new password. */
export function challengePage(request: WebRequest, query: URLSearchParams, question: Question): Answer {
  const { input, headers } = formToken(request);
  const content = html`${problemText(question.problem)}
<form method="post" action="/challenge?${String(query)}">
${input}
<input type="hidden" name="challenge" value="${question.name}">
<input type="hidden" name="session" value="${question.session}">
<input type="hidden" name="USERNAME" value="${question.user.username}">
${inputsOf(question)}
<button>Continue</button>
</form>`;
  return pageAnswer('Sign in', content, headers);
}

function inputsOf({ name, user }: Question): Html {
  const codeInput = CODE_INPUTS[name];
  if (codeInput) return textInput('Code', codeInput, 'one-time-code');
  if (name !== 'NEW_PASSWORD_REQUIRED') throw new PageError(`No page for the challenge ${name}`);
  const attributes = missingAttributes(user).map((attribute) => {
    return textInput(attribute, `userAttributes.${attribute}`, 'on');
  });
  return html`<label for="new-password">New password</label>
<input id="new-password" name="NEW_PASSWORD" type="password" autocomplete="new-password" required>
${attributes}`;
}

function textInput(label: string, name: string, autocomplete: string): Html {
  return html`<label for="${name}">${label}</label>
<input id="${name}" name="${name}" autocomplete="${autocomplete}" required>`;
}
