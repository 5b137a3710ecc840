import type { Profiles } from '../state/profiles';
import type { RequestTokens } from '../tokens/one-time-token-keeper';
import type { TokenKeeper } from '../tokens/token-keeper';
import type { Handlers } from './handler-table';
import type { StateReader } from './state-reader';

export interface TokenRequestsPorts {
  readonly reader: StateReader;
  readonly profiles: Profiles;
  readonly tokenKeeper: Pick<TokenKeeper, 'freshToken' | 'refresh' | 'signOut'>;
  readonly requestTokens: Pick<RequestTokens, 'isOn' | 'take'>;
  /** Brings rules, alarm, badge and pages in line with the profiles. */
  readonly stateChanged: () => Promise<void>;
}

/** Hands a token to the user, renews it and gives it back. */
export class TokenRequests {
  readonly #ports: TokenRequestsPorts;

  readonly handlers: Pick<Handlers, 'getToken' | 'refreshNow' | 'signOut'> = {
    // What is copied is used elsewhere: where each request has a token of its own, it is no request's here.
    getToken: async ({ profileId }) => {
      const { reader, requestTokens, tokenKeeper } = this.#ports;
      const profile = await reader.profile(profileId);
      if (!(await requestTokens.isOn(profile))) return tokenKeeper.freshToken(profile);
      return (await requestTokens.take(profile)).token.jwt;
    },
    refreshNow: async ({ profileId }) => {
      const { reader, tokenKeeper } = this.#ports;
      await tokenKeeper.refresh(await reader.profile(profileId));
      return reader.popupState(profileId);
    },
    signOut: async ({ profileId, everywhere, hostedUi }) => {
      const { reader, profiles, tokenKeeper, stateChanged } = this.#ports;
      const profile = await reader.profile(profileId);
      await profiles.setWanted(profileId, false);
      await tokenKeeper.signOut(profile, { everywhere, hostedUi });
      await stateChanged();
      return reader.popupState(profileId);
    },
  };

  constructor(ports: TokenRequestsPorts) {
    this.#ports = ports;
  }
}
