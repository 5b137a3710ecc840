import type { PageFunction, PopupDriver } from '../browser-under-test';
import { waitUntil } from '../wait-until';
import type { FirefoxExtension } from './firefox-extension';
import { type Command, callOf, type ElementReference, elementId } from './firefox-session';
import type { FirefoxTab } from './firefox-tab';
import { type ControlWish, findControl, shownAlert, showsText } from './popup-controls';

/** The popup in Firefox, with trusted clicks and keys. */
export class FirefoxPopup implements PopupDriver {
  readonly #extension: FirefoxExtension;
  readonly #tab: FirefoxTab;

  private constructor(extension: FirefoxExtension, tab: FirefoxTab) {
    this.#extension = extension;
    this.#tab = tab;
  }

  static async open(extension: FirefoxExtension): Promise<FirefoxPopup> {
    return new FirefoxPopup(extension, await extension.openPopup());
  }

  async fill(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      await this.#reveal(name);
      await this.#act({ kind: 'field', name }, (command, field) => enter(command, field, value));
    }
  }

  press(name: string): Promise<void> {
    return this.#act({ kind: 'button', name }, click);
  }

  toggle(name: string): Promise<void> {
    return this.#act({ kind: 'switch', name }, click);
  }

  async isOn(name: string): Promise<boolean> {
    return this.#act({ kind: 'switch', name }, (command, element) =>
      command<boolean>('WebDriver:GetElementProperty', { ...elementId(element), name: 'checked' }),
    );
  }

  async waitForText(text: string): Promise<void> {
    await waitUntil(`“${text}” in the popup`, () => this.#tab.evaluate(showsText, text));
  }

  async waitForButton(name: string): Promise<void> {
    await waitUntil(`button “${name}”`, () => this.#isThere({ kind: 'button', name }));
  }

  alertText(): Promise<string> {
    return waitUntil('an alert in the popup', () => this.#tab.evaluate(shownAlert));
  }

  fieldValue(name: string): Promise<string> {
    return this.#act({ kind: 'field', name }, (command, element) =>
      command<string>('WebDriver:GetElementProperty', { ...elementId(element), name: 'value' }),
    );
  }

  async copyToken(): Promise<string> {
    await this.press('Copy token');
    await this.waitForText('Copied');
    return this.#extension.clipboardText();
  }

  evaluate<Args extends readonly unknown[], Result>(
    source: string | PageFunction<Args, Result>,
    ...args: Args
  ): Promise<Awaited<Result>> {
    return this.#tab.evaluate(source, ...args);
  }

  close(): Promise<void> {
    return this.#tab.close();
  }

  async #isThere(wish: ControlWish): Promise<boolean> {
    return (await this.#tab.act((command) => find(command, wish))) !== null;
  }

  /** Waits for a field, and opens "More options" if it is in there. */
  async #reveal(name: string): Promise<void> {
    const field: ControlWish = { kind: 'field', name };
    const more: ControlWish = { kind: 'closedDetails', name: 'More options' };
    const isReady = async () => (await this.#isThere(field)) || (await this.#isThere(more));
    await waitUntil(`field “${name}”`, isReady);
    if (!(await this.#isThere(field))) await this.#act(more, click);
  }

  /** Waits for a control and does something with it. */
  async #act<T>(
    wish: ControlWish,
    task: (command: Command, element: ElementReference) => Promise<T>,
  ): Promise<T> {
    const { result } = await waitUntil(`${wish.kind} “${wish.name}”`, () =>
      this.#tab.act(async (command) => {
        const element = await find(command, wish);
        return element && { result: await task(command, element) };
      }),
    );
    return result;
  }
}

function find(command: Command, wish: ControlWish): Promise<ElementReference | null> {
  const parameters = { script: callOf(findControl), args: [wish] };
  return command<ElementReference | null>('WebDriver:ExecuteScript', parameters);
}

async function click(command: Command, element: ElementReference): Promise<void> {
  await command('WebDriver:ElementClick', elementId(element));
}

async function enter(command: Command, field: ElementReference, value: string): Promise<void> {
  const tag = await command<string>('WebDriver:GetElementTagName', elementId(field));
  if (tag === 'select') {
    const option = { using: 'xpath', value: `./option[normalize-space()=${JSON.stringify(value)}]` };
    const parameters = { ...option, element: elementId(field).id };
    return click(command, await command<ElementReference>('WebDriver:FindElement', parameters));
  }
  await command('WebDriver:ElementClear', elementId(field));
  if (value) await command('WebDriver:ElementSendKeys', { ...elementId(field), text: value });
}
