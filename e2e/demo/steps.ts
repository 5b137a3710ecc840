import { sessionStorage } from '../support/storage';
import { waitUntil } from '../support/wait-until';
import { expectNoToken, expectTokenOf, must } from './checks';
import { demoForm } from './demo-servers';
import { lockAndUnlock } from './locked-step';
import { ALICE, BOB, CAROL } from './people';
import type { Stage } from './stage';

/** One step of the headless story: what must come true, and how to make sure that it does. */
export interface Step {
  readonly name: string;
  run(stage: Stage): Promise<void>;
}

/** The main job, from nobody signed in to the last of those who sign in with a password. */
export const MAIN_STEPS: readonly Step[] = [
  { name: 'a typed API address without a token is answered with 401', run: apiRefuses },
  {
    name: 'a wrong password gives an alert, and a typed API address waits for the right one',
    run: wrongPassword,
  },
  { name: 'alice signs in by SRP, and the waiting tab goes on by itself with the token', run: signInAlice },
  { name: 'the typed API address greets alice: aws-jwt-verify accepts the token', run: apiGreetsAlice },
  { name: "the front end's fetch and picture carry the token, its preflight does not", run: frontEnd },
  { name: "a foreign page's fetch, image and iframe carry nothing", run: foreignPage },
  { name: 'Copy token gives what is on the wire', run: copyToken },
  { name: 'with the worker killed the token still goes, and the popup reopens signed in', run: killWorker },
  { name: 'Refresh now puts a new token on the wire', run: refreshNow },
  { name: 'the switch takes the token off the requests and puts it back', run: switchOffAndOn },
  { name: 'signing out ends it: 401, and the refresh token is revoked at the pool', run: signOut },
  {
    name: 'kept on this device and locked, a typed API address waits for the passphrase',
    run: lockAndUnlock,
  },
  { name: 'bob signs in with a code by SMS, the popup closed in between', run: signInBob },
  { name: 'carol chooses a new password', run: signInCarol },
];

async function apiRefuses(stage: Stage): Promise<void> {
  expectNoToken(await stage.openApi());
  await stage.pictureOfTab('api-without-token');
}

async function wrongPassword(stage: Stage): Promise<void> {
  await stage.popup.field('User pool ID').waitFor();
  await stage.popup.fill(demoForm(stage.servers));
  await stage.pictureOfPopup('form');
  await stage.popup.submitSignIn({ Password: 'Wr0ng-horse!' });
  await stage.popup.alert.waitFor();
  await stage.pictureOfPopup('wrong-password');
  await holdsApi(stage);
}

async function holdsApi(stage: Stage): Promise<void> {
  const { tab, servers } = stage;
  const seen = servers.api.arrivals.length;
  // The navigation ends elsewhere, which Playwright may call an error.
  await tab.goto(servers.pages.apiUrl).catch(() => undefined);
  await tab.getByText('Sign in to go on').waitFor();
  must(servers.api.arrivals.length === seen, 'a request went to the API while the page was waiting');
  await stage.pictureOfTab('waiting-for-sign-in');
}

async function signInAlice(stage: Stage): Promise<void> {
  const signIn = () => stage.popup.submitSignIn({ Password: ALICE.password });
  expectTokenOf(ALICE, await stage.arrivalOf('document', '/me', signIn));
  await stage.popup.signedInAs(ALICE.username).waitFor();
  await stage.picturesOfPopup('signed-in');
  const flows = stage.servers.pool.callsOf('InitiateAuth').map(({ authFlow }) => authFlow);
  must(
    flows.every((flow) => flow === 'USER_SRP_AUTH'),
    `the pool saw other flows than SRP: ${flows}`,
  );
}

async function apiGreetsAlice(stage: Stage): Promise<void> {
  expectTokenOf(ALICE, await stage.openApi());
  await stage.pictureOfTab('api-as-alice');
  await stage.tab.emulateMedia({ colorScheme: 'dark' });
  await stage.pictureOfTab('api-as-alice-dark');
  await stage.tab.emulateMedia({ colorScheme: 'light' });
}

async function frontEnd(stage: Stage): Promise<void> {
  const { tab, servers } = stage;
  await tab.goto(servers.pages.frontEndUrl);
  const seen = servers.api.arrivals.length;
  const press = () => tab.getByRole('button', { name: 'Load my profile' }).click();
  expectTokenOf(ALICE, await stage.arrivalOf('empty', '/me', press));
  const sinceThen = () => servers.api.arrivals.slice(seen);
  const picture = await waitUntil('the picture at the API', () =>
    sinceThen().find(({ destination }) => destination === 'image'),
  );
  expectTokenOf(ALICE, picture);
  const preflight = sinceThen().find(({ method }) => method === 'OPTIONS');
  must(preflight !== undefined, 'the fetch had no preflight');
  must(preflight?.authorization === undefined, 'the preflight carried the token');
  await tab.getByText('"hello": "alice"').waitFor();
  await tab.getByRole('img', { name: 'Your picture' }).waitFor();
  await stage.pictureOfTab('front-end');
}

async function foreignPage(stage: Stage): Promise<void> {
  const { tab, servers } = stage;
  const seen = servers.api.arrivals.length;
  await tab.goto(servers.pages.foreignUrl);
  for (const destination of ['empty', 'image', 'iframe']) {
    const arrival = await waitUntil(`the foreign page's request (${destination}) at the API`, () =>
      servers.api.arrivals.slice(seen).find((each) => each.destination === destination),
    );
    expectNoToken(arrival);
  }
  await tab.getByText('there is no picture').waitFor();
  await tab.frameLocator('iframe').getByRole('heading', { name: '401' }).waitFor();
  await stage.pictureOfTab('foreign-page');
}

async function copyToken(stage: Stage): Promise<void> {
  const copied = await stage.popup.copyToken();
  const { authorization } = await stage.openApi();
  must(authorization === `Bearer ${copied}`, 'the clipboard holds something else than was sent to the API');
}

async function killWorker(stage: Stage): Promise<void> {
  await stage.popup.page.close();
  await stage.extension.killWorker();
  expectTokenOf(ALICE, await stage.openApi());
  const signIns = stage.servers.pool.callsOf('InitiateAuth').length;
  await stage.reopenPopup();
  await stage.popup.signedInAs(ALICE.username).waitFor();
  must(
    stage.servers.pool.callsOf('InitiateAuth').length === signIns,
    'the extension had to sign in once more',
  );
}

async function refreshNow(stage: Stage): Promise<void> {
  const before = await stage.openApi();
  await stage.popup.button('Refresh now').click();
  await waitUntil('a refresh at the user pool', () =>
    stage.servers.pool.callsOf('GetTokensFromRefreshToken').some(({ status }) => status === 200),
  );
  const after = await waitUntil('a new token at the API', async () => {
    const arrival = await stage.openApi();
    return arrival.authorization !== before.authorization && arrival;
  });
  expectTokenOf(ALICE, after);
}

async function switchOffAndOn(stage: Stage): Promise<void> {
  await pressSwitch(stage);
  expectNoToken(await stage.openApi());
  await stage.pictureOfPopup('switched-off');
  await pressSwitch(stage);
  expectTokenOf(ALICE, await stage.openApi());
}

// The switch moves at once; it is disabled until the change is in force.
async function pressSwitch({ popup }: Stage): Promise<void> {
  await popup.attachSwitch.click();
  await waitUntil('a switch that can be pressed again', () => popup.attachSwitch.isEnabled());
}

async function signOut(stage: Stage): Promise<void> {
  const { refreshToken } = await sessionStorage(stage.extension);
  must(refreshToken !== undefined, 'the extension holds no refresh token');
  await stage.popup.button('Sign out').click();
  await stage.popup.button('Sign in').waitFor();
  expectNoToken(await stage.openApi());
  const { pool } = stage.servers;
  await waitUntil('a revoked refresh token', () => !pool.refreshTokenIsLive(refreshToken ?? ''));
}

async function signInBob(stage: Stage): Promise<void> {
  await stage.popup.submitSignIn({ Username: BOB.username, Password: BOB.password });
  await stage.popup.field('Verification code').waitFor();
  await stage.reopenPopup();
  await stage.popup.field('Verification code').waitFor();
  await stage.popup.fill({ 'Verification code': stage.servers.pool.outbox.at(-1)?.code ?? '' });
  await stage.pictureOfPopup('code-by-sms');
  await stage.popup.button('Continue').click();
  await stage.popup.signedInAs(BOB.username).waitFor();
  expectTokenOf(BOB, await stage.openApi());
}

async function signInCarol(stage: Stage): Promise<void> {
  await stage.popup.button('Sign out').click();
  await stage.popup.button('Sign in').waitFor();
  await stage.popup.submitSignIn({ Username: CAROL.username, Password: CAROL.password });
  await stage.popup.field('New password').waitFor();
  await stage.popup.fill({ 'New password': 'My-0wn-password!' });
  await stage.pictureOfPopup('new-password');
  await stage.popup.button('Continue').click();
  await stage.popup.signedInAs(CAROL.username).waitFor();
  expectTokenOf(CAROL, await stage.openApi());
}
