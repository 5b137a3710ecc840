import type { AuthProblem } from '../auth-error';
import type { FieldProblem } from '../profile/form-problem';
import type { KeepMode } from '../profile/profile';
import type { ProfileForm, SecretField } from '../profile/profile-form';
import type { SwitchSettings } from '../profile/settings';
import type { Explanation } from '../rules/explain';
import type { Question } from '../rules/question';
import type { ChallengeAnswers } from '../session/challenge';
import type { Draft } from '../storage/draft';
import type { LockSettings } from '../vault/vault-view';
import type { HoldView } from '../views/hold-view';
import type { PageView } from '../views/page-view';
import type { PopupState } from '../views/popup-state';

/** About one profile. */
interface OfProfile {
  readonly profileId: string;
}

/** About a profile, or about none while there is none yet. */
interface OfProfileOrNone {
  readonly profileId: string | null;
}

/** What else ends when the user signs out here. */
export interface SignOutOptions {
  /** Every session of this user, wherever it was begun. Source: Cognito API, GlobalSignOut. */
  readonly everywhere: boolean;
  /** The hosted UI's own session, which would else sign the user in again without asking. */
  readonly hostedUi: boolean;
}

/** An answer to an open challenge. */
export interface ChallengeAnswer {
  /** The question it answers: another may be open by now. */
  readonly challengeName: string;
  readonly answers: ChallengeAnswers;
}

interface FormRequest {
  readonly form: ProfileForm;
  /** What opens the vault, or makes it; absent where none is needed. */
  readonly passphrase?: string;
}

interface SignInRequest extends FormRequest {
  /** What the method asks for and nobody keeps: a password, a refresh token, a JWT, or nothing. */
  readonly credential: string;
}

interface KeepingRequest {
  readonly keepSignedIn: KeepMode;
  /** As for a sign-in. */
  readonly passphrase?: string;
}

interface PageQuestion {
  readonly url: string;
  readonly tabId: number;
}

interface HeldNavigationRequest {
  readonly url: string;
  /** The tab that waits; null where the page is in none. */
  readonly tabId: number | null;
  /** Whether the user has let it through, or it was known to need no question. */
  readonly isApproved: boolean;
}

interface Message<Request, Reply> {
  readonly request: Request;
  readonly reply: Reply;
}

/** All that a page may ask of the background, each with what it is answered with. */
export interface Messages {
  /** Null asks for the profile that was shown last. */
  getState: Message<OfProfileOrNone, PopupState>;
  saveDraft: Message<OfProfileOrNone & { readonly draft: Draft }, null>;
  /** Null makes a new profile of the form. */
  signIn: Message<OfProfileOrNone & SignInRequest, PopupState>;
  forgotPassword: Message<OfProfileOrNone & FormRequest, PopupState>;
  /** Takes a kept secret away, without a new sign-in. */
  forgetSecret: Message<OfProfile & { readonly field: SecretField }, PopupState>;
  answerChallenge: Message<OfProfile & ChallengeAnswer, PopupState>;
  resendCode: Message<OfProfile, PopupState>;
  cancelSignIn: Message<OfProfile, PopupState>;
  /** Leaves a challenge that cannot be answered here, for the pool's own pages. */
  switchToHostedUi: Message<OfProfile, PopupState>;
  /** Of the hosts' scopes it names only those that change. */
  changeSettings: Message<OfProfile & { readonly settings: Partial<SwitchSettings> }, PopupState>;
  allowPage: Message<OfProfile & { readonly origin: string }, PopupState>;
  getPage: Message<OfProfile & PageQuestion, PageView>;
  /** The JWT that the profile attaches. The popup asks for it on the user's click only, and keeps it nowhere. */
  getToken: Message<OfProfile, string>;
  refreshNow: Message<OfProfile, PopupState>;
  signOut: Message<OfProfile & SignOutOptions, PopupState>;
  /** Opens the vault, and goes on with all sessions that it keeps. */
  unlock: Message<OfProfile & { readonly passphrase: string }, PopupState>;
  /** Locks the vault. */
  lock: Message<OfProfile, PopupState>;
  changeKeeping: Message<OfProfile & KeepingRequest, PopupState>;
  changePassphrase: Message<
    OfProfile & { readonly passphrase: string; readonly newPassphrase: string },
    PopupState
  >;
  changeLock: Message<OfProfile & { readonly lock: LockSettings }, PopupState>;
  /** Forgets what is kept of all profiles. */
  forgetKept: Message<OfProfile, PopupState>;
  /** About all profiles. */
  explain: Message<Question, Explanation>;
  /** About all profiles. */
  resumeNavigation: Message<HeldNavigationRequest, HoldView>;
}

export type RequestType = keyof Messages;

/** A message as it is sent. */
export type Request<T extends RequestType = RequestType> = {
  [K in T]: { readonly type: K } & Messages[K]['request'];
}[T];

/** Why there is no answer. */
export type Failure =
  | { readonly ok: false; readonly problem: AuthProblem }
  | { readonly ok: false; readonly fieldProblems: readonly FieldProblem[] };

/** The answer to a request: a value, or why there is none. */
export type Reply<T extends RequestType = RequestType> =
  | { readonly ok: true; readonly value: Messages[T]['reply'] }
  | Failure;

/** The requests about a profile, which a page sends about the one that it shows. */
export type ProfileRequestType = Exclude<RequestType, 'explain' | 'resumeNavigation'>;

/** A request about the profile that the page shows, before it is said which that is. */
export type OfShownProfile<T extends ProfileRequestType = ProfileRequestType> = {
  [K in T]: { readonly type: K } & Omit<Messages[K]['request'], 'profileId'>;
}[T];

/** The types of requests that are answered with the new state of the popup. */
type ActType = {
  [T in ProfileRequestType]: Messages[T]['reply'] extends PopupState ? T : never;
}[ProfileRequestType];

/** A request about the profile that is shown, which is answered with the new state of the popup. */
export type Act = OfShownProfile<ActType>;

/** What the background tells every open page: ask for the state again. */
export interface StateChanged {
  readonly type: 'stateChanged';
}
