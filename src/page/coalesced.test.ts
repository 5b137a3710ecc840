import { expect, test } from 'vitest';
import { coalesced } from './coalesced';

/** A task whose runs end one by one, when they are told to. */
function aTask() {
  const ends: (() => void)[] = [];
  const ask = coalesced(() => new Promise<void>((end) => ends.push(end)));
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const endRun = (count: number) => {
    ends[count - 1]?.();
    return settle();
  };
  return { ask, endRun, runs: () => ends.length };
}

test('runs at once, and again when it is asked for later', async () => {
  const { ask, endRun, runs } = aTask();
  void ask();
  expect(runs()).toBe(1);
  await endRun(1);
  void ask();
  expect(runs()).toBe(2);
});

test('runs once more for all that ask while it runs, and never twice at a time', async () => {
  const { ask, endRun, runs } = aTask();
  const asked = [ask(), ask(), ask()];
  expect(runs()).toBe(1);
  await endRun(1);
  expect(runs()).toBe(2);
  await endRun(2);
  expect(runs()).toBe(2);
  await Promise.all(asked);
});

test('runs again after a run that failed', async () => {
  let runs = 0;
  const ask = coalesced(async () => {
    runs += 1;
    if (runs === 1) throw new Error('of this run');
  });
  await expect(ask()).rejects.toThrow('of this run');
  await ask();
  expect(runs).toBe(2);
});
