import { buildExtension } from './build-extension';
import { playInteractive } from './interactive';
import { type DemoOptions, HELP, parseOptions, UsageError } from './options';
import { openForRealPool } from './real-pool';
import { playStory } from './story';

const NO_DISPLAY = 'There is no display to open a browser window on: run npm run demo -- --headless instead.';

try {
  await run(parseOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function run(options: DemoOptions): Promise<void> {
  if (options.kind === 'help') return say(HELP);
  if (options.kind !== 'headless' && !hasDisplay()) throw new Error(NO_DISPLAY);
  say('Building the extension …');
  await buildExtension();
  switch (options.kind) {
    case 'headless':
      return playStory(say);
    case 'realPool':
      return openForRealPool(options, say);
    case 'interactive':
      return playInteractive(say);
  }
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
