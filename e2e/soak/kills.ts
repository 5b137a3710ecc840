import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import { table } from '../bench/table';
import { withCleanup } from '../demo/with-cleanup';
import { PASSWORD } from '../support/story';
import { waitUntil } from '../support/wait-until';
import { SoakWorld } from './soak-world';

const BOUND_MS = 30_000;
// Requests that were on their way when the popup was told that nobody is signed in.
const ON_THE_WAY_MS = 1_000;
/** A refresh is due after six seconds. One whose answer was lost may be repeated. */
const CLIENT = {
  ...{ idTokenSeconds: 12, accessTokenSeconds: 12 },
  rotation: { retryGracePeriodSeconds: 60 },
};

/** What a worker is killed at, and how long after its beginning at the most, in ms. */
const MOMENTS = { 'sign-in': 500, refresh: 200, alarm: 300, 'sign-out': 200 } as const;
type Moment = keyof typeof MOMENTS;

interface Figures {
  kills: number;
  /** Kills that came when no worker ran any more. */
  missed: number;
  /** Sessions that were gone without the user wanting it. */
  lost: number;
  /** Sign-ins that the pool holds for good and the extension knows nothing of. */
  leftAlive: number;
  /** Requests with the token of somebody who had signed out, as the popup said. */
  afterSignOut: number;
  /** Sign-outs that were pressed and died with the worker: the popup still says who is signed in. */
  signOutsUndone: number;
}

/**
 * Kills the worker at random moments of a sign-in, a refresh, an alarm and a sign-out, and counts what is left behind.
 * @returns whether nothing is
 */
export async function soakKills(count: number): Promise<boolean> {
  let isClean = false;
  await withCleanup(async (atEnd) => {
    const soak = new KillSoak(await SoakWorld.start(atEnd, CLIENT));
    for (let kill = 0; kill < count; kill++) await soak.round(kill);
    isClean = soak.report();
  });
  return isClean;
}

class KillSoak {
  readonly #world: SoakWorld;
  readonly #figures = new Map<Moment, Figures>();
  /** The first refresh tokens of those that were found to be left alive. */
  readonly #counted = new Set<string>();
  readonly #signedOutAtMs = new Map<string, number>();

  constructor(world: SoakWorld) {
    this.#world = world;
  }

  /** One user, one kill: signs in, is killed at something, and signs out. */
  async round(number: number): Promise<void> {
    const moments = Object.keys(MOMENTS) as Moment[];
    const moment = moments[number % moments.length] as Moment;
    const username = `user-${number}`;
    this.#world.pool.addUser({ username, password: PASSWORD });
    if (moment !== 'sign-in') await this.#signIn(username);
    await this.#killAt(moment, username);
    await this.#settle(moment, username);
    await this.#signOut(moment, username);
    process.stdout.write(`\r${number + 1} `);
  }

  /** Prints the table. @returns whether all figures that have to be 0 are */
  report(): boolean {
    const { overdueMs } = this.#world;
    const beyond = overdueMs.filter((ms) => ms > BOUND_MS).length;
    const rows = [...this.#figures].map(([moment, figures]) => [
      moment,
      ...Object.values(figures).map(String),
    ]);
    const head = [
      'killed at',
      'kills',
      'missed',
      'lost',
      'left alive',
      'sent after sign-out',
      'sign-outs undone',
    ];
    process.stdout.write(`\n${table('Worker kills', [head, ...rows])}`);
    process.stdout.write(
      `${this.#world.asked.length} requests; ${overdueMs.length} with an ended token, the latest ${Math.max(0, ...overdueMs)} ms after its end; ${beyond} beyond ${BOUND_MS} ms\n`,
    );
    const bad = [...this.#figures.values()].map((each) => each.lost + each.leftAlive + each.afterSignOut);
    return beyond === 0 && bad.every((sum) => sum === 0);
  }

  async #killAt(moment: Moment, username: string): Promise<void> {
    const { extension } = this.#world;
    const begin: Readonly<Record<Moment, () => Promise<void>>> = {
      'sign-in': () => this.#begin(this.#world.signIn(username)),
      refresh: () => this.#begin({ type: 'refreshNow' }),
      alarm: () => this.#alarm(),
      'sign-out': () => this.#begin({ type: 'signOut', everywhere: false, hostedUi: false }),
    };
    await begin[moment]();
    await pause(Math.random() * MOMENTS[moment]);
    const isKilled = await extension.killWorker().then(
      () => true,
      () => false,
    );
    this.#figuresOf(moment)[isKilled ? 'kills' : 'missed'] += 1;
  }

  // The page stays open: closing it takes longer than what is to be killed.
  async #begin(message: object): Promise<void> {
    const page = await this.#world.extension.openPopup();
    await this.#world.begin(page, message);
  }

  async #alarm(): Promise<void> {
    const alarm = await this.#world.inExtension((page) => page.evaluate(() => chrome.alarms.get('wake')));
    await pause(Math.max(0, (alarm?.scheduledTime ?? 0) - Date.now()));
  }

  // What a user finds who opens the popup after it; nobody waits for a revocation that is still to come.
  async #settle(moment: Moment, username: string): Promise<void> {
    const figures = this.#figuresOf(moment);
    await this.#closePopups();
    await this.#world.inExtension(async (page) => {
      const { session } = await this.#world.state(page);
      const isIn = session.kind === 'signedIn' && session.username === username;
      if (moment === 'sign-out') {
        figures.signOutsUndone += isIn ? 1 : 0;
        if (!isIn) this.#signedOutAtMs.set(username, Date.now());
      } else if (moment !== 'sign-in') figures.lost += isIn ? 0 : 1;
      figures.leftAlive += await this.#leftAlive(page);
    });
  }

  async #leftAlive(page: Page): Promise<number> {
    const { pool } = this.#world;
    const unknown = async () => {
      const stored = await page.evaluate(async () => JSON.stringify(await chrome.storage.session.get()));
      return pool.unrevokedFamilies().filter((tokens) => !tokens.some((token) => stored.includes(token)));
    };
    const left = await unknown();
    const isNew = left.filter(([token = '']) => !this.#counted.has(token));
    for (const [token = ''] of isNew) this.#counted.add(token);
    return isNew.length;
  }

  async #signIn(username: string): Promise<void> {
    await this.#world.inExtension(async (page) => {
      await this.#world.begin(page, this.#world.signIn(username));
      await waitUntil(`${username} to be signed in`, async () => {
        const { session } = await this.#world.state(page);
        return session.kind === 'signedIn' && session.username === username;
      });
    });
  }

  async #signOut(moment: Moment, username: string): Promise<void> {
    await this.#world.inExtension(async (page) => {
      const isOut = async () => (await this.#world.state(page)).session.kind === 'signedOut';
      if (!(await isOut()))
        await this.#world.begin(page, { type: 'signOut', everywhere: false, hostedUi: false });
      await waitUntil('nobody to be signed in', isOut);
    });
    const atMs = this.#signedOutAtMs.get(username) ?? Date.now();
    this.#signedOutAtMs.set(username, atMs);
    await pause(ON_THE_WAY_MS);
    this.#figuresOf(moment).afterSignOut += this.#sentAfterSignOut(username, atMs);
  }

  #sentAfterSignOut(username: string, atMs: number): number {
    const late = this.#world.asked.filter((request) => request.atMs > atMs + ON_THE_WAY_MS / 2);
    return late.filter(({ authorization }) => usernameIn(authorization) === username).length;
  }

  async #closePopups(): Promise<void> {
    const { context, origin } = this.#world.extension;
    await Promise.all(
      context.pages().flatMap((page) => (page.url().startsWith(origin) ? [page.close()] : [])),
    );
  }

  #figuresOf(moment: Moment): Figures {
    const none = { kills: 0, missed: 0, lost: 0, leftAlive: 0, afterSignOut: 0, signOutsUndone: 0 };
    const figures = this.#figures.get(moment) ?? none;
    this.#figures.set(moment, figures);
    return figures;
  }
}

function usernameIn(authorization: string | undefined): string | undefined {
  const payload = authorization?.split('.')[1];
  return payload && JSON.parse(Buffer.from(payload, 'base64url').toString())['cognito:username'];
}
