import { setTimeout as pause } from 'node:timers/promises';
import { table } from '../bench/table';
import { type AtEnd, withCleanup } from '../demo/with-cleanup';
import { PASSWORD } from '../support/story';
import { waitUntil } from '../support/wait-until';
import { browserProcesses, extensionBusyMs } from './browser-processes';
import { type ShiftedClock, shiftedClock } from './shifted-clock';
import { SoakWorld } from './soak-world';

const BOUND_MS = 30_000;
const LIFE_MS = 40_000;
const HOUR_MS = 3_600_000;
const QUIET_MS = 60_000;
/** How long an ended token is looked out for. */
const WATCH_MS = LIFE_MS + BOUND_MS + 15_000;

interface Jump {
  /** When a token has ended that was sent at the jump: by its own `exp`, or, where the clock jumps over that, at once. */
  readonly endsAt: 'exp' | 'jump';
  make(world: SoakWorld, clock: ShiftedClock): Promise<void>;
}

const JUMPS: Readonly<Record<string, Jump>> = {
  'the machine paused over the end': { endsAt: 'exp', make: (world) => pauseMachine(world, LIFE_MS) },
  'an hour forward, as after a sleep': { endsAt: 'jump', make: (_, clock) => clock.set(HOUR_MS) },
  'an hour back': { endsAt: 'exp', make: (_, clock) => clock.set(-HOUR_MS) },
  'an hour back, then the worker killed': {
    endsAt: 'exp',
    make: async (world, clock) => {
      await clock.set(-HOUR_MS);
      // Until the worker has looked at its clocks.
      await pause(12_000);
      await world.extension.killWorker();
    },
  },
};

/** Sets the clock under a running browser. @returns whether no ended token came later than the bound */
export async function soakClock(): Promise<boolean> {
  const latest: [string, number, number][] = [];
  for (const [name, jump] of Object.entries(JUMPS)) {
    await withCleanup(async (atEnd) => {
      latest.push([name, ...(await latestAfter(jump, atEnd))]);
    });
  }
  const rows = latest.map(([name, ms, before]) => [name, `${before}`, ms < 0 ? 'none' : `${ms} ms`]);
  const head = ['jump', 'tokens sent before it', 'last ended token, after its end'];
  process.stdout.write(table(`Ended tokens (bound ${BOUND_MS} ms)`, [head, ...rows]));
  await withCleanup(printQuietCost);
  return latest.every(([, ms, before]) => before > 0 && ms <= BOUND_MS);
}

async function latestAfter(jump: Jump, atEnd: AtEnd): Promise<[number, number]> {
  const clock = await shiftedClock(atEnd);
  const seconds = { idTokenSeconds: LIFE_MS / 1000, accessTokenSeconds: LIFE_MS / 1000 };
  const world = await SoakWorld.start(atEnd, seconds, clock.environment);
  await signIn(world);
  world.pool.failNext('serverError', 10_000);
  const before = world.sent.length;
  const jumpMs = Date.now();
  await jump.make(world, clock);
  await pause(Math.max(0, jumpMs + WATCH_MS - Date.now()));
  const late = jump.endsAt === 'exp' ? world.overdueMs : world.sent.map(({ atMs }) => atMs - jumpMs);
  return [Math.max(-1, ...late), before];
}

async function signIn(world: SoakWorld): Promise<void> {
  world.pool.addUser({ username: 'alice', password: PASSWORD });
  await world.inExtension((page) => world.begin(page, world.signIn('alice')));
  await waitUntil('a request with a token', () => world.sent.length > 0);
}

// What stops every process of the browser stops it as a machine that is paused does, and the clocks go on.
async function pauseMachine({ extension }: SoakWorld, forMs: number): Promise<void> {
  const processes = browserProcesses(extension.profileFolder);
  for (const { pid } of processes) process.kill(pid, 'SIGSTOP');
  await pause(forMs);
  for (const { pid } of processes) process.kill(pid, 'SIGCONT');
}

async function printQuietCost(atEnd: AtEnd): Promise<void> {
  const world = await SoakWorld.start(atEnd, {});
  const rows = [['nobody is signed in', ...(await costOfAMinute(world))]];
  await signIn(world);
  rows.push(['a token is sent', ...(await costOfAMinute(world))]);
  const head = ['nothing happens', 'alarms', 'workers started', 'extension process busy'];
  process.stdout.write(table('A quiet minute', [head, ...rows]));
}

async function costOfAMinute(world: SoakWorld): Promise<string[]> {
  const { context, profileFolder } = world.extension;
  const alarms = await world.inExtension((page) => page.evaluate(() => chrome.alarms.getAll()));
  const repeating = alarms.filter(({ periodInMinutes }) => periodInMinutes !== undefined);
  let started = 0;
  const count = () => {
    started += 1;
  };
  context.on('serviceworker', count);
  const before = extensionBusyMs(profileFolder);
  await pause(QUIET_MS);
  context.off('serviceworker', count);
  const wakes = repeating.reduce((sum, { periodInMinutes = 1 }) => sum + 1 / periodInMinutes, 0);
  return [String(wakes), String(started), `${extensionBusyMs(profileFolder) - before} ms`];
}
