import type { HoldView, Request, SessionView } from '../../core/messages/protocol';
import { type ApiHost, coversUrl, hostText } from '../../core/profile/api-host';
import type { Profile } from '../../core/profile/profile';
import { isHeld } from '../../core/rules/hold-rules';
import type { RuleKeeper } from '../rules/rule-keeper';
import type { Profiles } from '../state/profiles';
import type { RequestTokens } from '../tokens/one-time-token-keeper';
import type { TokenKeeper } from '../tokens/token-keeper';

export interface HeldNavigationPorts {
  readonly profiles: Profiles;
  readonly tokenKeeper: TokenKeeper;
  readonly requestTokens: RequestTokens;
  readonly ruleKeeper: RuleKeeper;
  readonly sessionView: (profile: Profile) => Promise<SessionView>;
}

/**
 * Decides what a held navigation does next. It goes on only to a configured API host, and only once the header rule
 * for it stands: any other URL, whoever put it into the hold page's address, is refused.
 */
export async function resumeNavigation(
  ports: HeldNavigationPorts,
  { url: text, tabId }: Extract<Request, { type: 'resumeNavigation' }>,
): Promise<HoldView> {
  const found = URL.canParse(text) ? hostOf(await ports.profiles.all(), new URL(text)) : null;
  if (!found) return { kind: 'refused' };
  const { profile, host } = found;
  const { href } = new URL(text);
  try {
    return { kind: 'continue', url: href, ...(await letGoOn(ports, found, tabId, href)) };
  } catch {
    return { kind: 'wait', host: hostText(host), session: await ports.sessionView(profile) };
  }
}

interface HostOfProfile {
  readonly profile: Profile;
  readonly host: ApiHost;
}

async function letGoOn(
  { requestTokens, tokenKeeper, ruleKeeper }: HeldNavigationPorts,
  { profile, host }: HostOfProfile,
  tabId: number | null,
  url: string,
): Promise<{ readonly isNewPass?: boolean }> {
  // Any page may open the hold page: where no navigation would have come here, none gets a token here.
  if (tabId !== null && isHeld(profile, host, true) && (await requestTokens.givesPasses(profile))) {
    return { isNewPass: await requestTokens.pass(profile, tabId, url) };
  }
  await tokenKeeper.freshToken(profile);
  await ruleKeeper.reconcile();
  return {};
}

function hostOf(profiles: readonly Profile[], url: URL): HostOfProfile | null {
  // A WebSocket is at the host, too, but no page to go to.
  if (!/^https?:$/.test(url.protocol)) return null;
  for (const profile of profiles) {
    const host = profile.apiHosts.find((each) => coversUrl(each, url));
    if (host) return { profile, host };
  }
  return null;
}
