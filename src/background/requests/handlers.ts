import { problemOf } from '../../core/auth-error';
import {
  type Draft,
  EMPTY_DRAFT,
  type PageView,
  type PopupState,
  type Reply,
  type Request,
  type SessionView,
} from '../../core/messages/protocol';
import { parseRequest } from '../../core/messages/request-parser';
import { hostText, parseAllowedPage } from '../../core/profile/api-host';
import { MAX_HOSTS, parseProfileForm, signInProblems } from '../../core/profile/form-parser';
import type { HostAccess } from '../../core/profile/host-access';
import type { Profile } from '../../core/profile/profile';
import type { ProfileForm } from '../../core/profile/profile-form';
import { type Circumstances, explain } from '../../core/rules/explain';
import { DRAFT } from '../../core/storage/stored';
import { pageView } from '../../core/views/page-view';
import type { Storage } from '../ports';
import type { RuleKeeper } from '../rules/rule-keeper';
import type { SignIn } from '../sign-in/sign-in';
import type { ProfileSwitches, Profiles } from '../state/profiles';
import type { RequestTokens } from '../tokens/one-time-token-keeper';
import type { TokenKeeper } from '../tokens/token-keeper';
import { resumeNavigation } from './held-navigation';

export interface HandlerPorts {
  readonly profiles: Profiles;
  readonly storage: Storage;
  readonly tokenKeeper: TokenKeeper;
  readonly requestTokens: RequestTokens;
  readonly signIn: SignIn;
  readonly ruleKeeper: RuleKeeper;
  readonly state: () => Promise<PopupState>;
  readonly sessionView: (profile: Profile) => Promise<SessionView>;
  /** What decides whether a request carries a token, as it is now. */
  readonly circumstances: () => Promise<Circumstances>;
  readonly rulesActedOnTab: (tabId: number) => Promise<readonly number[] | null>;
  readonly grantedAccess: () => Promise<HostAccess>;
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
      return { ok: true, value: await saveDraft(ports.storage, request.draft) };
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
      await dropUsedAnswers(ports);
      return;
    case 'resendCode':
      await ports.signIn.resendCode(profile);
      return;
    case 'cancelSignIn':
      await ports.storage.remove(DRAFT);
      await ports.signIn.cancel(profile);
      return;
    case 'switchToHostedUi':
      await ports.signIn.cancel(profile);
      await saveDraft(ports.storage, await hostedUiDraft(ports));
      return;
    case 'setAttach':
    case 'setHold':
    case 'setHostScope':
      await ports.profiles.setSwitches(profile.id, switchesOf(profile, request));
      await ports.stateChanged();
      return;
    case 'allowPage':
      await allowPage(ports, profile, request.origin);
      return;
    case 'getToken':
      return tokenToCopy(profile, ports);
    case 'refreshNow':
      await tokenKeeper.refresh(profile);
      return;
    case 'signOut':
      await ports.profiles.setSwitches(profile.id, { isWanted: false });
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
  profile: Profile,
  request: Extract<Request, { type: 'setAttach' | 'setHold' | 'setHostScope' }>,
): Partial<ProfileSwitches> {
  switch (request.type) {
    case 'setAttach':
      return { attach: request.attach };
    case 'setHold':
      return { holdNavigations: request.hold };
    case 'setHostScope':
      return { scopes: { ...profile.scopes, [request.host]: request.scope } };
  }
}

// What is no origin of a web page is not added, nor one too many: the form could not be read any more.
async function allowPage(ports: HandlerPorts, profile: Profile, origin: string): Promise<void> {
  // An opaque origin reads "null", which would pass for a host name.
  if (!/^https?:\/\//.test(origin)) return;
  const page = parseAllowedPage(origin);
  const isFull = profile.allowedPages.length >= MAX_HOSTS;
  if (!page.ok || isFull) return;
  const known = profile.allowedPages.map(hostText);
  if (!known.includes(hostText(page.value))) await ports.profiles.allowPage(profile.id, hostText(page.value));
  await ports.stateChanged();
}

async function getPage(ports: HandlerPorts, url: string, tabId: number): Promise<PageView> {
  const profile = await ports.profiles.active();
  if (!profile) return { kind: 'none' };
  return pageView(profile, url, await ports.rulesActedOnTab(tabId), await ports.grantedAccess());
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
  const previous = await ports.profiles.active();
  if (previous) await ports.tokenKeeper.signOut(previous, { everywhere: false, hostedUi: false });
  const profile = await ports.profiles.save(form);
  await ports.storage.write(DRAFT, EMPTY_DRAFT);
  return profile;
}

async function hostedUiDraft({ profiles }: HandlerPorts): Promise<Draft> {
  return { form: { ...(await profiles.activeForm()), signInMethod: 'hostedUi' }, answers: {} };
}

// Whatever a page sends, a password is not kept.
async function saveDraft(storage: Storage, draft: Draft): Promise<null> {
  const { newPassword: _, challengePassword: __, ...answers } = draft.answers;
  await storage.write(DRAFT, { form: draft.form, answers });
  return null;
}
