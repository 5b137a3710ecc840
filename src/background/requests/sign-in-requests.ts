import { parseProfileForm, signInProblems } from '../../core/profile/form-parser';
import type { Profile } from '../../core/profile/profile';
import { formOf, type ProfileForm, type SecretField } from '../../core/profile/profile-form';
import { secretsThatStay } from '../../core/profile/secret-owner';
import type { FormSettings } from '../../core/profile/settings';
import type { ChallengeAnswers } from '../../core/session/challenge';
import { type KeptPassword, NO_GRANT } from '../../core/session/credentials';
import { keptCredentials, keptPassword } from '../../core/session/kept-credentials';
import type { ProfileState } from '../../core/session/profile-state';
import { SIGNED_OUT } from '../../core/session/session';
import { sharedNameProblems } from '../../core/shared-names/shared-names';
import { draftKey } from '../../core/storage/draft';
import type { PopupState } from '../../core/views/popup-state';
import type { Clock, WithLock } from '../ports';
import type { SignIn } from '../sign-in/sign-in';
import type { ProfileStates } from '../state/profile-states';
import type { Profiles } from '../state/profiles';
import type { Store } from '../state/store';
import type { TokenKeeper } from '../tokens/token-keeper';
import { FieldProblemsError, type Handlers, refuseIfAny } from './handler-table';
import type { StateReader } from './state-reader';
import { type PrepareVaultPorts, prepareVault, refuseLocked } from './vault-requests';

export interface SignInRequestsPorts extends PrepareVaultPorts {
  readonly reader: StateReader;
  readonly profiles: Profiles;
  readonly states: ProfileStates;
  readonly store: Store;
  readonly signIn: SignIn;
  readonly withLock: WithLock;
  readonly clock: Pick<Clock, 'now'>;
  readonly tokenKeeper: Pick<TokenKeeper, 'signOut'>;
}

type SignInHandlers = Pick<
  Handlers,
  | 'signIn'
  | 'forgotPassword'
  | 'forgetSecret'
  | 'answerChallenge'
  | 'resendCode'
  | 'cancelSignIn'
  | 'switchToHostedUi'
>;

/** A form that was sent, and what it says. */
interface Submitted {
  readonly settings: FormSettings;
  readonly form: ProfileForm;
  readonly credential: string;
}

/** Takes a user through a sign-in. What fails on the way is part of the state. */
export class SignInRequests {
  readonly #ports: SignInRequestsPorts;

  readonly handlers: SignInHandlers = {
    signIn: ({ profileId, form, credential, passphrase }) =>
      this.#inTurn(profileId, async () => {
        refuseIfAny(signInProblems(form, credential, await this.#secretsThatStay(profileId, form)));
        const settings = settingsOf(form);
        await this.#refuseLocked(profileId);
        await prepareVault(this.#ports, settings.keepSignedIn, passphrase);
        const live = profileId === null ? null : await this.#liveState(profileId);
        const typed = credential.trim();
        if (live) return this.#signInOver(live, { settings, form, credential: typed });
        return this.#signIn(await this.#replaceProfile(profileId, form, typed), typed);
      }),
    forgotPassword: ({ profileId, form, passphrase }) =>
      this.#inTurn(profileId, async () => {
        await this.#refuseLocked(profileId);
        await prepareVault(this.#ports, settingsOf(form).keepSignedIn, passphrase);
        const profile = await this.#replaceProfile(profileId, form);
        await this.#ports.signIn.forgotPassword(profile);
        return this.#ports.reader.popupState(profile.id);
      }),
    forgetSecret: async ({ profileId, field }) => {
      const { reader, states } = this.#ports;
      await states.change(await reader.profile(profileId), ({ credentials }) => ({
        credentials: { ...credentials, [field]: null },
      }));
      return reader.popupState(profileId);
    },
    answerChallenge: async ({ profileId, challengeName, answers }) => {
      const { reader, signIn, store } = this.#ports;
      await signIn.answerChallenge(await reader.profile(profileId), challengeName, trimmed(answers));
      const { session } = await reader.popupState(profileId);
      // A refused answer stays in its field, to be corrected; what was accepted must not fill the next question's.
      const isUsedUp = session.problem === null || session.problem.code === 'answerNotAccepted';
      if (isUsedUp) await store.remove(draftKey(profileId));
      return reader.popupState(profileId);
    },
    resendCode: async ({ profileId }) => {
      await this.#ports.signIn.resendCode(await this.#ports.reader.profile(profileId));
      return this.#ports.reader.popupState(profileId);
    },
    cancelSignIn: async ({ profileId }) => {
      const profile = await this.#ports.reader.profile(profileId);
      await this.#ports.store.remove(draftKey(profileId));
      await this.#ports.signIn.cancel(profile);
      return this.#ports.reader.popupState(profileId);
    },
    switchToHostedUi: async ({ profileId }) => {
      const { reader, signIn, store } = this.#ports;
      await signIn.cancel(await reader.profile(profileId));
      const { form } = await reader.popupState(profileId);
      const draft = { form: { ...form, signInMethod: 'hostedUi' as const }, answers: {} };
      await store.write(draftKey(profileId), draft);
      return reader.popupState(profileId);
    },
  };

  constructor(ports: SignInRequestsPorts) {
    this.#ports = ports;
  }

  // Two popups may submit in the same moment: between the saving of one form and the tokens that belong to it no other
  // form may come, else these tokens go to the other's hosts. Another form for no profile makes one of its own.
  #inTurn<T>(profileId: string | null, task: () => Promise<T>): Promise<T> {
    return profileId === null ? task() : this.#ports.withLock(`signIn:${profileId}`, task);
  }

  async #signIn(profile: Profile, credential: string): Promise<PopupState> {
    const { reader, signIn, states } = this.#ports;
    await signIn.begin(profile, credential);
    const state = await reader.popupState(profile.id);
    if (state.session.problem?.code !== 'clientSecretUnexpected') return state;
    // An empty field would otherwise go on meaning the secret that this app client does not want.
    await states.change(profile, ({ credentials }) => ({
      credentials: { ...credentials, clientSecret: null },
    }));
    return reader.popupState(profile.id);
  }

  // A wrong password must cost nothing: the session that stands ends when another can begin.
  async #signInOver(
    { profile, credentials }: ProfileState,
    { settings, form, credential }: Submitted,
  ): Promise<PopupState> {
    const password = this.#keptPassword(form, credential);
    const kept = keptCredentials(credentials, { previous: formOf(profile), form, password });
    const candidate: ProfileState = {
      profile: { ...profile, ...settings },
      session: SIGNED_OUT,
      credentials: { ...kept, ...NO_GRANT },
    };
    await this.#ports.signIn.beginOver(candidate, credential, () =>
      this.#replaceProfile(profile.id, form, credential),
    );
    return this.#ports.reader.popupState(profile.id);
  }

  async #refuseLocked(profileId: string | null): Promise<void> {
    if (profileId !== null)
      await refuseLocked(this.#ports.states, await this.#ports.reader.profile(profileId));
  }

  #keptPassword(form: ProfileForm, credential: string): KeptPassword | null {
    return keptPassword(form, credential, this.#ports.clock.now());
  }

  async #liveState(profileId: string): Promise<ProfileState | null> {
    const state = await this.#ports.states.read(await this.#ports.reader.profile(profileId));
    return state.session.kind === 'signedIn' ? state : null;
  }

  async #secretsThatStay(profileId: string | null, form: ProfileForm): Promise<readonly SecretField[]> {
    if (profileId === null) return [];
    const { keptSecrets, form: saved } = await this.#ports.reader.popupState(profileId);
    return secretsThatStay(keptSecrets, saved, form);
  }

  // Old tokens must not go to new hosts, nor be given back to another app client: they go before the profile changes.
  async #replaceProfile(profileId: string | null, form: ProfileForm, credential = ''): Promise<Profile> {
    const { reader, profiles, states, store, tokenKeeper } = this.#ports;
    const previous = profileId === null ? null : await reader.profile(profileId);
    if (previous) await tokenKeeper.signOut(previous, { everywhere: false, hostedUi: false });
    const profile = await profiles.save(profileId, form);
    const password = this.#keptPassword(form, credential);
    const saved = { previous: previous && formOf(previous), form, password };
    await states.change(profile, ({ credentials }) => ({ credentials: keptCredentials(credentials, saved) }));
    await Promise.all([draftKey(profile.id), draftKey(profileId)].map((key) => store.remove(key)));
    return profile;
  }
}

// What is pasted brings blanks along. No pool takes a password that begins or ends with one (Cognito API, `Password`: it
// matches `^[\S]+.*[\S]+$`), and each try counts. Only the answer to a pool's own question may mean them.
function trimmed(answers: ChallengeAnswers): ChallengeAnswers {
  const trimOne = ([id, typed]: [string, string]) => [id, id === 'answer' ? typed : typed.trim()];
  return Object.fromEntries(Object.entries(answers).map(trimOne));
}

/** What a form says. @throws FieldProblemsError where it cannot be saved */
function settingsOf(form: ProfileForm): FormSettings {
  const settings = parseProfileForm(form);
  if (!settings.ok) throw new FieldProblemsError(settings.problem);
  refuseIfAny(sharedNameProblems(settings.value.apiHosts));
  return settings.value;
}
