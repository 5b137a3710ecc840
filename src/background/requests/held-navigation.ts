import { AuthError } from '../../core/auth-error';
import { type ApiHost, coversUrl, hostText } from '../../core/profile/api-host';
import { asksFirst, type Profile } from '../../core/profile/profile';
import { isHeld } from '../../core/rules/hold-rules';
import { trustedPages } from '../../core/rules/own-pages';
import { lacksOwnTokens } from '../../core/session/profile-state';
import { stateOf } from '../../core/session/snapshot';
import type { HoldView } from '../../core/views/hold-view';
import type { Projector } from '../projector';
import type { Profiles } from '../state/profiles';
import type { SnapshotReader } from '../state/snapshot-reader';
import type { OneTimeTokenKeeper } from '../tokens/one-time-token-keeper';
import type { TabNavigations } from '../tokens/tab-navigations';
import type { TokenKeeper } from '../tokens/token-keeper';
import type { Handlers } from './handler-table';
import type { StateReader } from './state-reader';

export interface HeldNavigationPorts {
  readonly reader: Pick<StateReader, 'sessionView'>;
  readonly profiles: Pick<Profiles, 'all'>;
  readonly snapshots: Pick<SnapshotReader, 'read'>;
  readonly tokenKeeper: Pick<TokenKeeper, 'freshToken'>;
  readonly oneTimeTokens: Pick<OneTimeTokenKeeper, 'givesPasses' | 'pass' | 'approve'>;
  readonly tabNavigations: Pick<TabNavigations, 'isTrusted'>;
  readonly projector: Pick<Projector, 'project'>;
}

/** A profile, and that of its API hosts to which a navigation goes. */
interface Destination {
  readonly profile: Profile;
  readonly host: ApiHost;
}

interface Navigation {
  /** As `URL.href` writes it. */
  readonly url: string;
  readonly tabId: number | null;
  /** Whether it needs no question any more. */
  readonly isApproved: boolean;
}

/**
 * Decides what a held navigation does next. It goes on only to a configured API host, and only once the header rule
 * for it stands: any other URL, whoever put it into the hold page's address, is refused.
 */
export class HeldNavigation {
  readonly #ports: HeldNavigationPorts;

  readonly handlers: Pick<Handlers, 'resumeNavigation'> = {
    resumeNavigation: async ({ url: text, tabId, isApproved }) => {
      const url = URL.canParse(text) ? new URL(text) : null;
      const all = url && destinationsOf(await this.#ports.profiles.all(), url);
      if (!url || !isSome(all)) return { kind: 'refused' };
      const navigation = { url: url.href, tabId, isApproved };
      const asking = all.find(({ profile, host }) => asksFirst(profile, host));
      if (!asking) return this.#goOnOrWait(all, navigation);
      if (!isApproved && !(await this.#isTrusted(asking, navigation)))
        return { kind: 'ask', host: hostText(asking.host) };
      return this.#goOnOrWait(all, { ...navigation, isApproved: true });
    },
  };

  constructor(ports: HeldNavigationPorts) {
    this.#ports = ports;
  }

  // On one host the first profile that has a token wins. Where none has, the navigation waits for the first of all.
  async #goOnOrWait(
    destinations: readonly [Destination, ...Destination[]],
    navigation: Navigation,
  ): Promise<HoldView> {
    for (const destination of destinations) {
      const view = await this.#goOn(destination, navigation).catch(() => null);
      if (view) return view;
    }
    const [{ profile, host }] = destinations;
    const session = await this.#ports.reader.sessionView(profile);
    return { kind: 'wait', host: hostText(host), session, isApproved: navigation.isApproved };
  }

  async #isTrusted({ profile, host }: Destination, { url, tabId }: Navigation): Promise<boolean> {
    if (tabId === null) return false;
    const { access } = await this.#ports.snapshots.read();
    return this.#ports.tabNavigations.isTrusted(tabId, url, trustedPages(profile, host, access));
  }

  /** @throws AuthError if no token can be had */
  async #goOn({ profile, host }: Destination, { url, tabId }: Navigation): Promise<HoldView> {
    const { oneTimeTokens, tokenKeeper, projector, snapshots } = this.#ports;
    // Any page may open the hold page: where no navigation would have come here, none gets a token here.
    if (tabId !== null && isHeld(profile, host, true) && (await oneTimeTokens.givesPasses(profile))) {
      return { kind: 'continue', url, isNewPass: await oneTimeTokens.pass(profile, tabId, url) };
    }
    await tokenKeeper.freshToken(profile);
    const needsPass = tabId !== null && asksFirst(profile, host) && isHeld(profile, host, true);
    // A new pass has brought the rules in line already.
    const isNewPass = needsPass && (await oneTimeTokens.approve(profile, tabId, url));
    const state = stateOf(await (isNewPass ? snapshots.read() : projector.project()), profile.id);
    // No rule sends what is left of the last token: going on would only lead back here.
    if (!state || lacksOwnTokens(state)) throw new AuthError('notSignedIn');
    return needsPass ? { kind: 'continue', url, isNewPass } : { kind: 'continue', url };
  }
}

/**
 * Whose token the navigation may go on with, in the user's order: of those who have the host, those who hold navigations
 * there, then those who only send their token with them. Where there is none of either, the first who has the host.
 */
function destinationsOf(profiles: readonly Profile[], url: URL): readonly Destination[] {
  const all = profiles.flatMap((profile) => {
    const host = hostAt(profile, url);
    return host ? [{ profile, host }] : [];
  });
  const sending = all.filter(({ profile, host }) => isHeld(profile, host, true));
  const first = sending.find(({ profile, host }) => isHeld(profile, host)) ?? sending[0] ?? all[0];
  return first ? [first, ...sending.filter((each) => each !== first)] : [];
}

function isSome(all: readonly Destination[] | null): all is readonly [Destination, ...Destination[]] {
  return all !== null && all.length > 0;
}

function hostAt({ apiHosts }: Profile, url: URL): ApiHost | undefined {
  // A WebSocket is at the host, too, but no page to go to.
  if (!/^https?:$/.test(url.protocol)) return undefined;
  return apiHosts.find((host) => coversUrl(host, url));
}
