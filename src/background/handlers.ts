import { problemOf } from '../core/auth-error';
import type { Profile } from '../core/profile';
import { type ProfileForm, signInProblems } from '../core/profile-form';
import {
  type Draft,
  EMPTY_DRAFT,
  type PopupState,
  parseRequest,
  type Reply,
  type Request,
} from '../core/protocol';
import { DRAFT } from '../core/stored';
import type { Storage } from './ports';
import type { Profiles } from './profiles';
import type { RuleKeeper } from './rule-keeper';
import type { TokenKeeper } from './token-keeper';

export interface HandlerPorts {
  readonly profiles: Profiles;
  readonly storage: Storage;
  readonly tokenKeeper: TokenKeeper;
  readonly ruleKeeper: RuleKeeper;
  readonly state: () => Promise<PopupState>;
}

/**
 * Answers the messages of the extension's pages.
 * @returns a function that takes a message of unknown shape; its promise never rejects
 */
export function createHandlers(ports: HandlerPorts): (message: unknown) => Promise<Reply<unknown>> {
  return async (message) => {
    const request = parseRequest(message);
    if (!request) return { ok: false, problem: { code: 'interrupted', detail: '' } };
    try {
      return await handle(ports, request);
    } catch (error) {
      return { ok: false, problem: problemOf(error) };
    }
  };
}

async function handle(ports: HandlerPorts, request: Request): Promise<Reply<unknown>> {
  switch (request.type) {
    case 'getState':
      return { ok: true, value: await ports.state() };
    case 'saveDraft':
      return { ok: true, value: await saveDraft(ports.storage, request.draft) };
    case 'signIn':
      return signIn(ports, request.form, request.password);
    default:
      return withProfile(ports, (profile) => handleFor(profile, ports, request));
  }
}

type ProfileRequest = Exclude<Request, { type: 'getState' | 'saveDraft' | 'signIn' }>;

/** @returns a token where one was asked for, else nothing: the page then gets the new state */
async function handleFor(
  profile: Profile,
  ports: HandlerPorts,
  request: ProfileRequest,
): Promise<string | undefined> {
  const { tokenKeeper } = ports;
  switch (request.type) {
    case 'answerChallenge':
      await tokenKeeper.answerChallenge(profile, request.answers);
      await dropUsedAnswers(ports);
      return;
    case 'cancelChallenge':
      await ports.storage.remove(DRAFT);
      await tokenKeeper.cancelChallenge(profile);
      return;
    case 'setAttach':
      await ports.profiles.setAttach(profile.id, request.attach);
      await ports.ruleKeeper.reconcile();
      return;
    case 'getToken':
      return tokenKeeper.freshToken(profile);
    case 'refreshNow':
      await tokenKeeper.refresh(profile);
      return;
    case 'signOut':
      await tokenKeeper.signOut(profile);
      return;
  }
}

// A refused answer stays in its field, to be corrected; what was accepted must not fill the next question's.
async function dropUsedAnswers({ state, storage }: HandlerPorts): Promise<void> {
  if ((await state()).session.problem === null) await storage.remove(DRAFT);
}

async function withProfile(
  ports: HandlerPorts,
  act: (profile: Profile) => Promise<string | undefined>,
): Promise<Reply<unknown>> {
  const profile = await ports.profiles.active();
  if (!profile) return { ok: false, problem: { code: 'notSignedIn', detail: '' } };
  const token = await act(profile);
  return { ok: true, value: token ?? (await ports.state()) };
}

async function signIn(ports: HandlerPorts, form: ProfileForm, password: string): Promise<Reply<unknown>> {
  const fieldProblems = signInProblems(form, password);
  if (fieldProblems.length > 0) return { ok: false, fieldProblems };
  const profile = await ports.profiles.save(form);
  await ports.storage.write(DRAFT, EMPTY_DRAFT);
  await ports.tokenKeeper.signIn(profile, password);
  const state = await ports.state();
  // An empty field would otherwise go on meaning the secret that this app client does not want.
  if (state.session.problem?.code !== 'clientSecretUnexpected') return { ok: true, value: state };
  await ports.profiles.forgetClientSecret(profile.id);
  return { ok: true, value: await ports.state() };
}

// Whatever a page sends, a new password is not kept.
async function saveDraft(storage: Storage, draft: Draft): Promise<null> {
  const { newPassword: _, ...answers } = draft.answers;
  await storage.write(DRAFT, { form: draft.form, answers });
  return null;
}
