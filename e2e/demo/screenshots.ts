import { mkdir, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { launchChromium } from '../support/chromium-extension';
import { html } from '../support/html';
import { Popup } from '../support/popup';
import { makeTestBuild } from '../support/test-build';
import { startUserPool } from '../user-pool/start-user-pool';
import { buildExtension } from './build-extension';
import { ALICE } from './people';
import { removeAtExit } from './remove-at-exit';
import { type AtEnd, withCleanup } from './with-cleanup';

const FOLDER = 'e2e/demo/pictures';
const API_HOST = 'api.example.com';
const POPUP_WIDTH = 380;
/** How long ago the user seems to have signed in, so that the picture shows a token which is in use. */
const SIGNED_IN_FOR_MS = 348_000;

await buildExtension();
await withCleanup(drawPopup);

/** Draws the README's picture: the popup of a signed-in user, light and dark side by side, at twice the size. */
async function drawPopup(atEnd: AtEnd): Promise<void> {
  const popup = await openSignedIn(atEnd);
  const { page } = popup;
  const height = await page.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
  const pictures: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    pictures.push(await capture(page, POPUP_WIDTH, height));
  }
  const board = await page.context().newPage();
  await board.setContent(boardPage(pictures));
  const { width: boardWidth, height: boardHeight } = await sizeOf(board);
  await mkdir(FOLDER, { recursive: true });
  const path = `${FOLDER}/popup.png`;
  await writeFile(path, Buffer.from(await capture(board, boardWidth, boardHeight), 'base64'));
  process.stdout.write(`${path}\n`);
}

async function openSignedIn(atEnd: AtEnd): Promise<Popup> {
  const pool = await startUserPool({ userPoolId: 'eu-central-1_AbCdEfGhI' });
  atEnd(pool.close);
  const { clientId } = pool.addClient();
  pool.addUser(ALICE);
  const build = await makeTestBuild([`https://${API_HOST}/*`]);
  removeAtExit(build.folder);
  const extension = await launchChromium({ extensionFolder: build.folder, headless: true });
  removeAtExit(extension.profileFolder);
  atEnd(extension.close);
  const popup = await Popup.open(extension);
  await popup.field('User pool ID').waitFor();
  await popup.submitSignIn({
    'User pool ID': pool.userPoolId,
    'App client ID': clientId,
    'API hosts': API_HOST,
    Username: ALICE.username,
    'Cognito endpoint': pool.endpoint,
    Password: ALICE.password,
  });
  await popup.signedInAs(ALICE.username).waitFor();
  await popup.page.clock.setFixedTime(Date.now() + SIGNED_IN_FOR_MS);
  await popup.page.getByRole('timer').filter({ hasText: '54:' }).waitFor();
  return popup;
}

/** The upper left part of a page as a PNG in base64, drawn at twice the size, which Playwright cannot for this browser. */
async function capture(page: Page, width: number, height: number): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, width, height, scale: 2 };
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', clip });
  await session.detach();
  return data;
}

function boardPage(pictures: readonly string[]): string {
  const images = pictures.map(
    (data) => html`<img src="data:image/png;base64,${data}" width="${POPUP_WIDTH}">`,
  );
  return html`<!doctype html>
<style>
  body { display: flex; gap: 32px; inline-size: max-content; margin: 0; padding: 32px; background: #c9ced4; }
  img { border-radius: 10px; }
</style>
${images}`.text;
}

function sizeOf(page: Page): Promise<{ width: number; height: number }> {
  return page.evaluate(async () => {
    await Promise.all([...document.images].map((image) => image.decode()));
    const { width, height } = document.body.getBoundingClientRect();
    return { width: Math.ceil(width), height: Math.ceil(height) };
  });
}
