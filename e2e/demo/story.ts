import { type ChromiumExtension, launchChromium } from '../support/chromium-extension';
import { makeTestBuild } from '../support/test-build';
import { type DemoServers, startDemoServers } from './demo-servers';
import { removeAtExit } from './remove-at-exit';
import { Stage } from './stage';
import { MAIN_STEPS, type Step } from './steps';
import { WAYS_IN_STEPS } from './ways-in-steps';
import { type AtEnd, withCleanup } from './with-cleanup';

// Stands for "Allow" in the permission prompt, which no automation can press.
const GRANTED = ['http://api.localhost/*', 'http://app.localhost/*', 'http://127.0.0.1/*'];

// In order: each step goes on where the last one ended.
const STEPS = [...MAIN_STEPS, ...WAYS_IN_STEPS];

const STEP_LIMIT_MS = 60_000;

/**
 * Plays the whole story in a Chromium without a window, one printed line a step, and saves pictures.
 * @throws Error with one sentence at the first step that fails
 */
export async function playStory(say: (line: string) => void): Promise<void> {
  const startMs = Date.now();
  await withCleanup(async (atEnd) => {
    const servers = await startDemoServers(() => undefined, atEnd);
    await playSteps(await openGrantedExtension(atEnd), servers, say);
  });
  const seconds = Math.round((Date.now() - startMs) / 1000);
  say(`${STEPS.length} of ${STEPS.length} steps in ${seconds} s; the pictures are in screenshots/`);
}

async function openGrantedExtension(atEnd: AtEnd): Promise<ChromiumExtension> {
  const build = await makeTestBuild(GRANTED);
  removeAtExit(build.folder);
  const extension = await launchChromium({ extensionFolder: build.folder, headless: true });
  removeAtExit(extension.profileFolder);
  atEnd(extension.close);
  return extension;
}

async function playSteps(
  extension: ChromiumExtension,
  servers: DemoServers,
  say: (line: string) => void,
): Promise<void> {
  extension.context.setDefaultTimeout(15_000);
  const stage = await Stage.open(extension, servers);
  for (const [index, step] of STEPS.entries()) {
    const title = `${String(index + 1).padStart(2)} ${step.name}`;
    try {
      await withinLimit(step, stage);
    } catch (error) {
      throw new Error(`✗ ${title}\nThe demo stopped there: ${firstLineOf(error)}`);
    }
    say(`✓ ${title}`);
  }
}

async function withinLimit(step: Step, stage: Stage): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const late = new Error(`the step took longer than ${STEP_LIMIT_MS / 1000} s`);
    timer = setTimeout(() => reject(late), STEP_LIMIT_MS);
  });
  await Promise.race([step.run(stage), limit]).finally(() => clearTimeout(timer));
}

// What follows the first line is the browser driver's own log.
function firstLineOf(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? '';
}
