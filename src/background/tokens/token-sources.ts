import type { Platform } from '../../cognito/platform';
import { TokenSource } from '../../cognito/token-source';
import { KeySets } from '../../cognito/tokens/key-sets';
import { keySetKey } from '../../core/storage/key-sets';
import type { Clock, LocalClock, SignInWindow, TokenSourceFor, WithLock } from '../ports';
import type { Store } from '../state/store';

export interface TokenSourcesPorts {
  readonly platform: Pick<Platform, 'fetch' | 'crypto'>;
  readonly localClock: LocalClock;
  readonly withLock: WithLock;
  readonly signInWindow: SignInWindow;
  readonly store: Store;
  readonly clock: Clock;
}

/** The way to the tokens of each profile, on the platform that the background runs on. */
export function tokenSources(ports: TokenSourcesPorts): TokenSourceFor {
  const { platform, localClock, withLock, signInWindow, store, clock } = ports;
  const whole: Platform = {
    ...platform,
    now: clock.now,
    wallNow: localClock.wall,
    keySets: new KeySets({
      ...{ fetch: platform.fetch, now: clock.now, withLock },
      read: (url) => store.read(keySetKey(url)),
      write: (url, keySet) => store.write(keySetKey(url), keySet),
    }),
    callbackUrl: signInWindow.callbackUrl,
    openSilently: (url) => signInWindow.launch(url, { isInteractive: false }),
  };
  return (profile, secrets, keeping) =>
    new TokenSource({ profile, secrets, platform: whole, ...(keeping && { keeping }) });
}
