import type { AuthProblem } from '../auth-error';
import type { FieldProblem } from '../profile/form-problem';
import type { HostScope } from '../profile/profile';
import type { ProfileForm, SecretField } from '../profile/profile-form';
import type { Explanation } from '../rules/explain';
import type { AuthenticatorSetup, ChallengeAnswers, ChallengeField } from '../session/challenge';
import type { Draft } from '../storage/draft';

/** What a page may ask of the background. */
export type Request =
  | { readonly type: 'getState' }
  | { readonly type: 'saveDraft'; readonly draft: Draft }
  /** @property credential what the method asks for and nobody keeps: a password, a refresh token, a JWT, or nothing */
  | { readonly type: 'signIn'; readonly form: ProfileForm; readonly credential: string }
  | { readonly type: 'forgotPassword'; readonly form: ProfileForm }
  /** @property challengeName the question it answers: another may be open by now */
  | {
      readonly type: 'answerChallenge';
      readonly challengeName: string;
      readonly answers: ChallengeAnswers;
    }
  | { readonly type: 'resendCode' }
  | { readonly type: 'cancelSignIn' }
  /** Leaves a challenge that cannot be answered here, for the pool's own pages. */
  | { readonly type: 'switchToHostedUi' }
  | { readonly type: 'setAttach'; readonly attach: boolean }
  | { readonly type: 'setHold'; readonly hold: boolean }
  | { readonly type: 'setHostScope'; readonly host: string; readonly scope: HostScope }
  | { readonly type: 'allowPage'; readonly origin: string }
  | { readonly type: 'getPage'; readonly url: string; readonly tabId: number }
  | { readonly type: 'explain'; readonly url: string; readonly page: string | null }
  /** @property tabId the tab that waits; null where the page is in none */
  | { readonly type: 'resumeNavigation'; readonly url: string; readonly tabId: number | null }
  | { readonly type: 'getToken' }
  | { readonly type: 'refreshNow' }
  | ({ readonly type: 'signOut' } & SignOutOptions);

/** What else ends when the user signs out here. */
export interface SignOutOptions {
  /** Every session of this user, wherever it was begun. Source: Cognito API, GlobalSignOut. */
  readonly everywhere: boolean;
  /** The hosted UI's own session, which would else sign the user in again without asking. */
  readonly hostedUi: boolean;
}

export type RequestType = Request['type'];

/** The session as pages see it: no token, no secret. */
export type SessionView =
  | { readonly kind: 'signedOut'; readonly problem: AuthProblem | null }
  | {
      readonly kind: 'challenged';
      readonly challengeName: string;
      /** Null where the challenge is not supported. */
      readonly fields: readonly ChallengeField[] | null;
      /** Where a code was sent, masked by the pool; empty if it was not sent. */
      readonly destination: string;
      /** The authenticator's name; empty if it has none. */
      readonly deviceName: string;
      /** What to tell an authenticator app that is being set up. It is a secret, made to be shown once. */
      readonly setup: AuthenticatorSetup | null;
      /** The words of a custom challenge, by name. */
      readonly publicParameters: Readonly<Record<string, string>>;
      readonly canResendCode: boolean;
      readonly username: string;
      readonly problem: AuthProblem | null;
    }
  /** A window with the pool's own pages is open. */
  | { readonly kind: 'redirected'; readonly endsAtMs: number; readonly problem: null }
  | {
      readonly kind: 'signedIn';
      readonly username: string;
      /** Whether other tokens can be had now, or when these end. */
      readonly canRenew: boolean;
      /** What signing out can end besides this session. */
      readonly canSignOut: { readonly everywhere: boolean; readonly hostedUi: boolean };
      /** Epoch ms of the local clock at which the attached token ends; may have passed. */
      readonly expiresAtMs: number;
      /** How long that token lives in all, in ms. */
      readonly lifetimeMs: number;
      readonly attach: boolean;
      /** Whether each request is given a token of its own, as far as the browser can do that. */
      readonly fetchesEveryRequest: boolean;
      /** Origins of API hosts, as the user would type them. */
      readonly apiHosts: readonly string[];
      /** Match patterns of API hosts and allowed pages that the browser has not granted. */
      readonly missingAccess: readonly string[];
      readonly problem: AuthProblem | null;
    }
  | { readonly kind: 'lapsed'; readonly problem: AuthProblem };

/** All that the popup shows. */
export interface PopupState {
  /** The saved profile's form (its secrets empty), or the empty form. */
  readonly form: ProfileForm;
  /** The secrets that are kept, each of which an empty field leaves as it is. */
  readonly keptSecrets: readonly SecretField[];
  /** What an app client has to allow as a callback where the form names none. */
  readonly browserCallbackUrl: string;
  readonly session: SessionView;
  /** The API hosts of the saved profile, for the settings; empty before the first sign-in. */
  readonly hosts: readonly HostView[];
  readonly holdNavigations: boolean;
  /** Whether a sign-in is on its way, begun by a popup that may have closed since. */
  readonly isSigningIn: boolean;
  readonly draft: Draft;
}

/** What the popup says of the page in the current tab. */
export type PageView =
  | { readonly kind: 'none' }
  /** A page of an API host itself; `isLoadedWithToken` is null where the browser does not tell. */
  | { readonly kind: 'apiHost'; readonly host: string; readonly isLoadedWithToken: boolean | null }
  /** A page that may, or may not, make the browser send the token to these hosts. */
  | { readonly kind: 'allowed' | 'notAllowed'; readonly origin: string; readonly hosts: readonly string[] };

/** What a held navigation has to do. */
export type HoldView =
  /** @property isNewPass whether it goes on with a token of its own, which nothing has carried before */
  | { readonly kind: 'continue'; readonly url: string; readonly isNewPass?: boolean }
  /** The URL is at no API host: this page does not go there. */
  | { readonly kind: 'refused' }
  /** The user has to act, or the pool has to come back; ask again when the state has changed. */
  | { readonly kind: 'wait'; readonly host: string; readonly session: SessionView };

/** One API host in the settings. */
export interface HostView {
  readonly host: string;
  readonly scope: HostScope;
  /** The match pattern that the browser has not granted; null where it has. */
  readonly missingAccess: string | null;
}

/** The answer to a request: a value, or why there is none. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: AuthProblem }
  | { readonly ok: false; readonly fieldProblems: readonly FieldProblem[] };

/** What each request is answered with. */
export interface ReplyValues {
  getState: PopupState;
  saveDraft: null;
  signIn: PopupState;
  forgotPassword: PopupState;
  answerChallenge: PopupState;
  resendCode: PopupState;
  cancelSignIn: PopupState;
  switchToHostedUi: PopupState;
  setAttach: PopupState;
  setHold: PopupState;
  setHostScope: PopupState;
  allowPage: PopupState;
  getPage: PageView;
  explain: Explanation;
  resumeNavigation: HoldView;
  /** The JWT that the profile attaches. The popup asks for it on the user's click only, and keeps it nowhere. */
  getToken: string;
  refreshNow: PopupState;
  signOut: PopupState;
}

/** What the background tells every open page: ask for the state again. */
export interface StateChanged {
  readonly type: 'stateChanged';
}
