import { EMPTY_FORM } from '../../src/core/profile/profile-form';
import type { PopupState } from '../../src/core/views/popup-state';
import { startUserPool, type UserPool } from '../user-pool/start-user-pool';
import { type Cost, CountingBrowser } from './counting-browser';

/** How many profiles are signed in at once; each has ten API hosts. */
const PROFILES = [1, 10, 100, 300];
const HOSTS = 10;
const AT_ONCE = 10;
const PASSWORD = 'Corr3ct-horse!';

// So much earlier the first one signs in, so that its refresh is due before the others'.
const HEAD_START_MS = 600_000;
const REFRESH_AFTER_MS = 3_400_000 - HEAD_START_MS;

/** What renewing tokens costs with so many profiles signed in. */
export interface StateCost {
  readonly profiles: number;
  /** An alarm at which nothing is due. */
  readonly idle: Cost;
  /** An alarm at which one of them is due. */
  readonly one: Cost;
  /** "Refresh now" of one of them, with its answer to the popup. */
  readonly byHand: Cost;
  /** An alarm at which all of them are due. */
  readonly all: Cost;
}

/** Counts reads and writes of the storage, and updates of the rules. */
export async function measureStateCost(): Promise<readonly StateCost[]> {
  const costs: StateCost[] = [];
  for (const profiles of PROFILES) costs.push(await costWith(profiles));
  return costs;
}

async function costWith(profiles: number): Promise<StateCost> {
  const browser = new CountingBrowser();
  const { lifecycle } = browser.background;
  const pool = await startUserPool({ clock: () => browser.nowMs });
  try {
    const signIn = signInTo(browser, pool);
    const first = await signIn(0);
    browser.nowMs += HEAD_START_MS;
    // A few at a time: the pool runs in this process as well.
    for (let next = 1; next < profiles; next += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, profiles - next) }, (_, index) => next + index);
      await Promise.all(some.map(signIn));
    }
    const attend = () => lifecycle.attend();
    const idle = await browser.costOf(attend);
    browser.nowMs += REFRESH_AFTER_MS;
    const one = await browser.costOf(attend);
    const byHand = await browser.costOf(() =>
      browser.background.answer({ type: 'refreshNow', profileId: first }),
    );
    browser.nowMs += HEAD_START_MS + REFRESH_AFTER_MS;
    const all = await browser.costOf(attend);
    return { profiles, idle, one, byHand, all };
  } finally {
    await pool.close();
  }
}

/** Signs alice in to one profile after the other, each with API hosts of its own. @returns gives the profile's id */
function signInTo({ background }: CountingBrowser, pool: UserPool): (profile: number) => Promise<string> {
  const authFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];
  const { clientId } = pool.addClient({ authFlows });
  pool.addUser({ username: 'alice', password: PASSWORD });
  const { userPoolId, endpoint } = pool;
  const common = { ...EMPTY_FORM, userPoolId, clientId, username: 'alice', cognitoEndpoint: endpoint };
  return async (profile) => {
    const hosts = Array.from({ length: HOSTS }, (_, host) => `h${host}.p${profile}.example.com`);
    const form = { ...common, signInMethod: 'passwordPlain', apiHosts: hosts.join('\n') };
    const reply = await background.answer({ type: 'signIn', profileId: null, form, credential: PASSWORD });
    const { profileId, session } = 'value' in reply ? (reply.value as PopupState) : {};
    if (!profileId || session?.kind !== 'signedIn') throw new Error(JSON.stringify(reply));
    return profileId;
  };
}
