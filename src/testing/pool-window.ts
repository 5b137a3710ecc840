import type { AppClientSettings } from '../../e2e/user-pool/app-clients';
import { TestBrowser } from '../../e2e/user-pool/testing/test-browser';
import type { ProfileForm } from '../core/profile/profile-form';
import type { SessionView } from '../core/views/session-view';
import { type BackgroundRig, PASSWORD } from './background-rig';
import { APP_CALLBACK, HOSTED_APP } from './hosted-ui-rig';

/** A user at the pool's own pages, of whatever window a background opens. */
export class PoolWindow {
  readonly browser: TestBrowser;
  readonly #rig: BackgroundRig;

  constructor(rig: BackgroundRig) {
    this.#rig = rig;
    this.browser = new TestBrowser(rig.pool);
  }

  /** A form that signs in by the hosted UI, in a window of the browser's own. */
  hostedForm(form: Partial<ProfileForm> = {}, settings: Partial<AppClientSettings> = {}): ProfileForm {
    const client = { ...HOSTED_APP, ...settings };
    return { ...this.#rig.formFor(client), signInMethod: 'hostedUi', username: '', ...form };
  }

  /** The same with another application's callback, in a tab. */
  appForm(form: Partial<ProfileForm> = {}, settings: Partial<AppClientSettings> = {}): ProfileForm {
    return this.hostedForm({ callbackUrl: APP_CALLBACK, ...form }, settings);
  }

  begin(form: ProfileForm) {
    return this.#rig.stateAfter({ type: 'signIn', form, credential: '' });
  }

  async session(): Promise<SessionView> {
    return (await this.#rig.stateAfter({ type: 'getState' })).session;
  }

  /** The user signs in at a page of the pool. @returns where the answer goes */
  async visit(url: string): Promise<string> {
    const page = await this.browser.open(url);
    if (page.url.pathname !== '/login') return page.url.href;
    return (await this.browser.signIn('alice', PASSWORD)).url.href;
  }

  /** The one tab that is open, and what it shows. */
  theTab(): [number, string] {
    const { tabs } = this.#rig.signInWindow;
    const [tab, ...more] = tabs;
    if (!tab || more.length > 0) throw new Error(`${tabs.size} tabs are open`);
    return tab;
  }

  /** The user signs in in the tab. @returns the answer, which the tab has gone to */
  async answerInTab(): Promise<string> {
    const [tabId, url] = this.theTab();
    const answerUrl = await this.visit(url);
    await this.#rig.navigateTab(tabId, answerUrl);
    return answerUrl;
  }
}
