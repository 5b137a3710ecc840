import { problemOf } from '../../core/auth-error';
import type { PageView, PopupState, Reply, Request, SessionView } from '../../core/messages/protocol';
import { parseRequest } from '../../core/messages/request-parser';
import { parseProfileForm, signInProblems } from '../../core/profile/form-parser';
import type { Profile } from '../../core/profile/profile';
import type { ProfileForm } from '../../core/profile/profile-form';
import type { SwitchSettings } from '../../core/profile/settings';
import { type Circumstances, explain } from '../../core/rules/explain';
import { type Draft, draftKey } from '../../core/storage/draft';
import { pageView } from '../../core/views/page-view';
import type { RuleKeeper } from '../rules/rule-keeper';
import type { SignIn } from '../sign-in/sign-in';
import type { Profiles } from '../state/profiles';
import type { Store } from '../state/store';
import type { RequestTokens } from '../tokens/one-time-token-keeper';
import type { TokenKeeper } from '../tokens/token-keeper';
import { resumeNavigation } from './held-navigation';

export interface HandlerPorts {
  readonly profiles: Profiles;
  readonly storage: Store;
  readonly tokenKeeper: TokenKeeper;
  readonly requestTokens: RequestTokens;
  readonly signIn: SignIn;
  readonly ruleKeeper: RuleKeeper;
  readonly state: () => Promise<PopupState>;
  readonly sessionView: (profile: Profile) => Promise<SessionView>;
  /** What decides whether a request carries a token, as it is now. */
  readonly circumstances: () => Promise<Circumstances>;
  readonly rulesActedOnTab: (tabId: number) => Promise<readonly number[] | null>;
  /** Brings rules, alarm, badge and pages in line with the profiles. */
  readonly stateChanged: () => Promise<void>;
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
      return { ok: true, value: await saveDraft(ports, request.draft) };
    case 'signIn':
      return signIn(ports, request.form, request.credential);
    case 'forgotPassword':
      return forgotPassword(ports, request.form);
    case 'explain':
      return { ok: true, value: explain(request, await ports.circumstances()) };
    case 'resumeNavigation':
      return { ok: true, value: await resumeNavigation(ports, request) };
    case 'getPage':
      return { ok: true, value: await getPage(ports, request.url, request.tabId) };
    default:
      return withProfile(ports, (profile) => handleFor(profile, ports, request));
  }
}

type ProfileRequest = Exclude<
  Request,
  {
    type: 'getState' | 'saveDraft' | 'signIn' | 'forgotPassword' | 'explain' | 'resumeNavigation' | 'getPage';
  }
>;

/** @returns a token where one was asked for, else nothing: the page then gets the new state */
async function handleFor(
  profile: Profile,
  ports: HandlerPorts,
  request: ProfileRequest,
): Promise<string | undefined> {
  const { tokenKeeper } = ports;
  switch (request.type) {
    case 'answerChallenge':
      await ports.signIn.answerChallenge(profile, request.challengeName, request.answers);
      await dropUsedAnswers(profile, ports);
      return;
    case 'resendCode':
      await ports.signIn.resendCode(profile);
      return;
    case 'cancelSignIn':
      await ports.storage.remove(draftKey(profile.id));
      await ports.signIn.cancel(profile);
      return;
    case 'switchToHostedUi':
      await ports.signIn.cancel(profile);
      await saveDraft(ports, await hostedUiDraft(ports));
      return;
    case 'setAttach':
    case 'setHold':
    case 'setHostScope':
      await ports.profiles.changeSettings(profile.id, switchesOf(request));
      await ports.stateChanged();
      return;
    case 'allowPage':
      await ports.profiles.allowPage(profile.id, request.origin);
      await ports.stateChanged();
      return;
    case 'getToken':
      return tokenToCopy(profile, ports);
    case 'refreshNow':
      await tokenKeeper.refresh(profile);
      return;
    case 'signOut':
      await ports.profiles.setWanted(profile.id, false);
      await tokenKeeper.signOut(profile, request);
      await ports.stateChanged();
      return;
  }
}

// What is copied is used elsewhere: where each request has a token of its own, it is no request's here.
async function tokenToCopy(profile: Profile, { requestTokens, tokenKeeper }: HandlerPorts): Promise<string> {
  if (!(await requestTokens.isOn(profile))) return tokenKeeper.freshToken(profile);
  return (await requestTokens.take(profile)).token.jwt;
}

function switchesOf(
  request: Extract<Request, { type: 'setAttach' | 'setHold' | 'setHostScope' }>,
): Partial<SwitchSettings> {
  switch (request.type) {
    case 'setAttach':
      return { attach: request.attach };
    case 'setHold':
      return { holdNavigations: request.hold };
    case 'setHostScope':
      return { hostScopes: { [request.host]: request.scope } };
  }
}

async function getPage(ports: HandlerPorts, url: string, tabId: number): Promise<PageView> {
  const profile = await ports.profiles.shown();
  return profile ? pageView(profile, url, await ports.rulesActedOnTab(tabId)) : { kind: 'none' };
}

// A refused answer stays in its field, to be corrected; what was accepted must not fill the next question's.
async function dropUsedAnswers({ id }: Profile, { state, storage }: HandlerPorts): Promise<void> {
  if ((await state()).session.problem === null) await storage.remove(draftKey(id));
}

async function withProfile(
  ports: HandlerPorts,
  act: (profile: Profile) => Promise<string | undefined>,
): Promise<Reply<unknown>> {
  const profile = await ports.profiles.shown();
  if (!profile) return { ok: false, problem: { code: 'notSignedIn', detail: '' } };
  const token = await act(profile);
  return { ok: true, value: token ?? (await ports.state()) };
}

async function signIn(ports: HandlerPorts, form: ProfileForm, credential: string): Promise<Reply<unknown>> {
  const { keptSecrets } = await ports.state();
  const fieldProblems = signInProblems(form, credential, keptSecrets);
  if (fieldProblems.length > 0) return { ok: false, fieldProblems };
  const profile = await replaceProfile(ports, form);
  await ports.signIn.begin(profile, credential);
  const state = await ports.state();
  // An empty field would otherwise go on meaning the secret that this app client does not want.
  if (state.session.problem?.code !== 'clientSecretUnexpected') return { ok: true, value: state };
  await ports.profiles.setSecrets(profile.id, { clientSecret: null });
  return { ok: true, value: await ports.state() };
}

async function forgotPassword(ports: HandlerPorts, form: ProfileForm): Promise<Reply<unknown>> {
  const settings = parseProfileForm(form);
  if (!settings.ok) return { ok: false, fieldProblems: settings.problem };
  await ports.signIn.forgotPassword(await replaceProfile(ports, form));
  return { ok: true, value: await ports.state() };
}

// Old tokens must not go to new hosts, nor be given back to another app client: they go before the profile changes.
async function replaceProfile(ports: HandlerPorts, form: ProfileForm): Promise<Profile> {
  const previous = await ports.profiles.shown();
  if (previous) await ports.tokenKeeper.signOut(previous, { everywhere: false, hostedUi: false });
  const profile = await ports.profiles.save(previous?.id ?? null, form);
  await Promise.all([previous?.id ?? null, profile.id].map((id) => ports.storage.remove(draftKey(id))));
  return profile;
}

async function hostedUiDraft({ profiles }: HandlerPorts): Promise<Draft> {
  return { form: { ...(await profiles.shownForm()), signInMethod: 'hostedUi' }, answers: {} };
}

// Whatever a page sends, a password is not kept.
async function saveDraft({ profiles, storage }: HandlerPorts, draft: Draft): Promise<null> {
  const { newPassword: _, challengePassword: __, ...answers } = draft.answers;
  const shown = await profiles.shown();
  await storage.write(draftKey(shown?.id ?? null), { form: draft.form, answers });
  return null;
}
