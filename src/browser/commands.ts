import browser from 'webextension-polyfill';

/** Calls back when the user presses the keys of this command of the manifest. Source: Chrome and MDN, "commands.onCommand". */
export function onCommand(name: string, listener: () => void): void {
  browser.commands.onCommand.addListener((pressed) => {
    if (pressed === name) listener();
  });
}
