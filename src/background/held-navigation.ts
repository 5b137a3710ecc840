import { coversUrl, hostText } from '../core/api-host';
import type { Profile } from '../core/profile';
import type { HoldView, SessionView } from '../core/protocol';
import type { Profiles } from './profiles';
import type { RuleKeeper } from './rule-keeper';
import type { TokenKeeper } from './token-keeper';

export interface HeldNavigationPorts {
  readonly profiles: Profiles;
  readonly tokenKeeper: TokenKeeper;
  readonly ruleKeeper: RuleKeeper;
  readonly sessionView: (profile: Profile) => Promise<SessionView>;
}

/**
 * Decides what a held navigation does next. It goes on only to a configured API host, and only once the header rule
 * for it stands: any other URL, whoever put it into the hold page's address, is refused.
 */
export async function resumeNavigation(ports: HeldNavigationPorts, text: string): Promise<HoldView> {
  const found = URL.canParse(text) ? hostOf(await ports.profiles.all(), new URL(text)) : null;
  if (!found) return { kind: 'refused' };
  const { profile, host } = found;
  try {
    await ports.tokenKeeper.freshToken(profile);
  } catch {
    return { kind: 'wait', host: hostText(host), session: await ports.sessionView(profile) };
  }
  await ports.ruleKeeper.reconcile();
  return { kind: 'continue', url: new URL(text).href };
}

function hostOf(profiles: readonly Profile[], url: URL) {
  // A WebSocket is at the host, too, but no page to go to.
  if (!/^https?:$/.test(url.protocol)) return null;
  for (const profile of profiles) {
    const host = profile.apiHosts.find((each) => coversUrl(each, url));
    if (host) return { profile, host };
  }
  return null;
}
