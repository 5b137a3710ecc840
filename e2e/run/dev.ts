// npm run dev: a Chromium with the extension in it, which is rebuilt and reloaded whenever a source file changes.
// It is the shipped build, under the shipped content security policy: there is no development server to differ from.
import { existsSync } from 'node:fs';
import { build, type Rollup } from 'vite';
import { type ChromiumExtension, launchChromium } from '../support/chromium-extension';

const say = (line: string) => process.stdout.write(`${line}\n`);

let running: Promise<ChromiumExtension> | null = null;

const watcher = (await build({
  mode: 'chrome',
  logLevel: 'warn',
  build: { watch: {} },
})) as Rollup.RolldownWatcher;

watcher.on('event', (event) => {
  if (event.code === 'ERROR') say(`✗ ${event.error.message}`);
  if (event.code === 'END' && existsSync('dist/chrome/manifest.json')) void show();
});

async function show(): Promise<void> {
  if (running) {
    await (await running).reload();
    say('↻ reloaded');
    return;
  }
  running = launchChromium({
    extensionFolder: 'dist/chrome',
    headless: false,
    profileFolder: '.cache/dev-profile',
  });
  const { context } = await running;
  say('Tokenbearer runs in the browser that has opened; close it to end.');
  context.on('close', () => void watcher.close().then(() => process.exit()));
}
