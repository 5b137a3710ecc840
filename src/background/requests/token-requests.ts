import { problemOf } from '../../core/auth-error';
import { despiteFailures } from '../../core/despite-failures';
import type { Projector } from '../projector';
import type { Profiles } from '../state/profiles';
import type { OneTimeTokenKeeper } from '../tokens/one-time-token-keeper';
import type { TokenKeeper } from '../tokens/token-keeper';
import type { Handlers } from './handler-table';
import type { StateReader } from './state-reader';

export interface TokenRequestsPorts {
  readonly reader: StateReader;
  readonly profiles: Profiles;
  readonly tokenKeeper: Pick<TokenKeeper, 'freshToken' | 'refresh' | 'signOut' | 'tell'>;
  readonly oneTimeTokens: Pick<OneTimeTokenKeeper, 'isOn' | 'take'>;
  readonly projector: Pick<Projector, 'settled'>;
}

/** Hands a token to the user, renews it and gives it back. */
export class TokenRequests {
  readonly #ports: TokenRequestsPorts;

  readonly handlers: Pick<Handlers, 'getToken' | 'refreshNow' | 'signOut'> = {
    // What is copied is used elsewhere: where each request has a token of its own, it is no request's here.
    getToken: async ({ profileId }) => {
      const { reader, oneTimeTokens, tokenKeeper } = this.#ports;
      const profile = await reader.profile(profileId);
      if (!(await oneTimeTokens.isOn(profile))) return tokenKeeper.freshToken(profile);
      return (await oneTimeTokens.take(profile)).token.jwt;
    },
    refreshNow: async ({ profileId }) => {
      const { reader, tokenKeeper } = this.#ports;
      await tokenKeeper.refresh(await reader.profile(profileId));
      return reader.popupState(profileId);
    },
    signOut: async ({ profileId, everywhere, hostedUi }) => {
      const { reader, profiles, tokenKeeper, projector } = this.#ports;
      const profile = await reader.profile(profileId);
      await despiteFailures([
        () => tokenKeeper.signOut(profile, { everywhere, hostedUi }),
        () => profiles.setWanted(profileId, false),
        () => projector.settled(),
      ]).catch((error: unknown) => tokenKeeper.tell(profile, problemOf(error)));
      return reader.popupState(profileId);
    },
  };

  constructor(ports: TokenRequestsPorts) {
    this.#ports = ports;
  }
}
