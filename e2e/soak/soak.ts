import { parseArgs } from 'node:util';
import { soakClock } from './clock-jumps';
import { soakKills } from './kills';

// npm run soak -- kills [--kills COUNT]   or   npm run soak -- clock
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string', default: '200' } },
});

/** Each prints its table and says whether all is as it has to be. */
const SOAKS: Readonly<Record<string, () => Promise<boolean>>> = {
  kills: () => soakKills(Number(values.kills)),
  clock: soakClock,
};

const soak = SOAKS[positionals[0] ?? ''];
if (soak) process.exitCode = (await soak()) ? 0 : 1;
else {
  process.stderr.write(`Name one of: ${Object.keys(SOAKS).join(', ')}.\n`);
  process.exitCode = 2;
}
