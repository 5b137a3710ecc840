import { grantedAccess } from '../browser/host-access';
import { closeOwnTab, openPopup } from '../browser/own-pages';
import { askOfShown, setShownProfile } from '../browser/requests';
import { text } from '../browser/texts';
import type { AuthProblem } from '../core/auth-error';
import type { Reply } from '../core/messages/protocol';
import { missingAccess } from '../core/profile/host-access';
import { askAccess } from '../page/access';
import { element, onClick } from '../page/elements';
import { fillTexts } from '../page/page-texts';
import { sentenceOfAuthProblem } from '../page/sentence';
import { credentialJsonOf, requestOptionsOf } from './credential-json';
import { accessFor, passkeyRequestOf, problemOfPasskey } from './passkey-request';

const BUTTONS = ['usePasskey', 'again', 'useHostedUi', 'open'] as const;
type Button = (typeof BUTTONS)[number];

let request: PublicKeyCredentialRequestOptionsJSON | null = null;

fillTexts(document);
onClick('usePasskey', () => void askAndUse());
onClick('again', () => void askAndUse());
onClick('useHostedUi', () => void switchToHostedUi());
onClick('open', () => void goToPopup());
void begin();

/** Asks for the passkey at once, where the browser needs no click for it. */
async function begin(): Promise<void> {
  const reply = await askOfShown({ type: 'getState' });
  if (reply.ok) setShownProfile(reply.value.profileId);
  request = reply.ok ? passkeyRequestOf(reply.value.session) : null;
  if (!request) {
    say('passkeyNotAsked', ['open']);
    return;
  }
  const missing = missingAccess(await grantedAccess(), accessFor(request));
  if (missing.length > 0) say('passkeyNeedsAccess', ['usePasskey']);
  else await usePasskey();
}

// Access is asked for straight from the click. What a refusal means, the browser says when the passkey is asked for.
async function askAndUse(): Promise<void> {
  if (!request) return;
  await askAccess(accessFor(request));
  await usePasskey();
}

async function usePasskey(): Promise<void> {
  if (!request) return;
  say('passkeyWaiting');
  try {
    const publicKey = requestOptionsOf(request);
    const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null;
    if (credential) await answer(credentialJsonOf(credential));
    else fail({ code: 'passkeyFailed', detail: '' });
  } catch (error) {
    fail(problemOfPasskey(error, request.rpId ?? ''));
  }
}

async function answer(credential: string): Promise<void> {
  say('checking');
  const reply = await askOfShown({
    type: 'answerChallenge',
    challengeName: 'WEB_AUTHN',
    answers: { credential },
  });
  const problem = problemIn(reply);
  if (!problem) {
    await closeOwnTab();
    return;
  }
  // The pool may have ended the sign-in, and then there is nothing to try again.
  if (reply.ok) request = passkeyRequestOf(reply.value.session);
  fail(problem);
}

function problemIn(reply: Reply<'answerChallenge'>): AuthProblem | null {
  if (reply.ok) return reply.value.session.problem;
  return 'problem' in reply ? reply.problem : { code: 'interrupted', detail: '' };
}

async function switchToHostedUi(): Promise<void> {
  const reply = await askOfShown({ type: 'switchToHostedUi' });
  if (reply.ok) await goToPopup();
  else fail({ code: 'interrupted', detail: '' });
}

async function goToPopup(): Promise<void> {
  if (await openPopup()) await closeOwnTab();
  else say('passkeyOpenPopup');
}

function fail(problem: AuthProblem): void {
  const isForbidden = problem.code === 'passkeyNotAllowedHere';
  const other: Button = isForbidden ? 'useHostedUi' : 'open';
  say('', request ? ['again', other] : [other]);
  const place = element('problem', HTMLElement);
  place.textContent = text(...sentenceOfAuthProblem(problem)).trim();
  place.hidden = false;
}

/** Says what happens now, and offers these buttons and no others. */
function say(key: string, buttons: readonly Button[] = []): void {
  element('message', HTMLElement).textContent = key && text(key, request?.rpId ?? '');
  element('problem', HTMLElement).hidden = true;
  for (const id of BUTTONS) element(id, HTMLElement).hidden = !buttons.includes(id);
}
