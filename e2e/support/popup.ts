import type { Locator, Page } from 'playwright/test';
import type { ChromiumExtension } from './chromium-extension';

/** What a user can do in the popup, by the names that a screen reader says. */
export class Popup {
  readonly page: Page;
  readonly #extension: ChromiumExtension;

  constructor(extension: ChromiumExtension, page: Page) {
    this.#extension = extension;
    this.page = page;
  }

  static async open(extension: ChromiumExtension): Promise<Popup> {
    return new Popup(extension, await extension.openPopup());
  }

  /** Closes the popup and opens it again. */
  async reopen(): Promise<Popup> {
    await this.page.close();
    return Popup.open(this.#extension);
  }

  /** Opens the popup a second time, as in another window. */
  openAnother(): Promise<Popup> {
    return Popup.open(this.#extension);
  }

  /** A control of the view that is shown: the form and a challenge may both ask for a password. */
  field(name: string): Locator {
    return this.page.locator('main > :visible').getByLabel(name, { exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  get attachSwitch(): Locator {
    return this.page.getByRole('switch', { name: 'Attach to requests' });
  }

  get alert(): Locator {
    return this.page.getByRole('alert').filter({ visible: true, hasText: /\S/ });
  }

  signedInAs(username: string): Locator {
    return this.page.getByText(`Signed in as ${username}`);
  }

  /** Fills fields by their labels, opening "More options" if one of them is in there. */
  async fill(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) {
      const field = this.field(label);
      await field.waitFor({ state: 'attached' });
      await this.page.locator('form:visible').waitFor();
      if (!(await field.isVisible())) await this.page.getByText('More options').click();
      const isList = (await field.evaluate((element) => element.tagName)) === 'SELECT';
      await (isList ? field.selectOption({ label: value }) : field.fill(value));
    }
  }

  /** Fills the form and presses "Sign in"; does not wait for what comes of it. */
  async submitSignIn(values: Readonly<Record<string, string>>): Promise<void> {
    await this.fill(values);
    await this.button('Sign in').click();
  }

  /** Fills what the challenge asks for and presses "Continue"; does not wait for what comes of it. */
  async answer(values: Readonly<Record<string, string>>): Promise<void> {
    await this.fill(values);
    await this.button('Continue').click();
  }

  /** Chooses one of the ways that the challenge offers and goes on. */
  async choose(name: string): Promise<void> {
    await this.page.getByRole('radio', { name, exact: true }).check();
    await this.button('Continue').click();
  }

  /** Waits for a challenge, by its title. */
  async asked(title: string): Promise<void> {
    await this.page.getByRole('heading', { name: title, exact: true }).waitFor();
  }

  /** Presses "Copy token" and pastes the clipboard elsewhere. */
  async copyToken(): Promise<string> {
    await this.button('Copy token').click();
    await this.page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
    return this.paste();
  }

  /** Pastes the clipboard elsewhere. */
  async paste(): Promise<string> {
    const notepad = await this.page.context().newPage();
    await notepad.setContent('<textarea></textarea>');
    await notepad.locator('textarea').press('ControlOrMeta+V');
    const pasted = await notepad.locator('textarea').inputValue();
    await notepad.close();
    return pasted;
  }
}
