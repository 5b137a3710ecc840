import { askOfShown, onStateChanged, setShownProfile } from '../browser/requests';
import { text } from '../browser/texts';
import type { Reply } from '../core/messages/protocol';
import type { SwitchSettings } from '../core/profile/settings';
import type { PopupState } from '../core/views/popup-state';
import { coalesced } from '../page/coalesced';
import { element } from '../page/elements';
import { fillTexts } from '../page/page-texts';
import { sentenceOfAuthProblem } from '../page/sentence';
import { watchExplainForm } from './explain-form';
import { HostList } from './host-list';
import { VaultSection } from './vault-section';

const hold = element('hold', HTMLInputElement);
const problem = element('problem', HTMLElement);
const hosts = new HostList((settings) => void save(settings));

const vault = new VaultSection(show);

const refresh = coalesced(async () => take(await askOfShown({ type: 'getState' })));

fillTexts(document);
document.title = `${text('extensionName')} – ${text('settings')}`;
watchExplainForm(() => vault.quiet());
hold.addEventListener('change', () => void save({ holdNavigations: hold.checked }));
onStateChanged(() => void refresh());
void refresh();

// What could not be saved is shown as it is, not as it was chosen.
async function save(settings: Partial<SwitchSettings>): Promise<void> {
  const reply = await askOfShown({ type: 'changeSettings', settings });
  take(reply);
  if (reply.ok) return;
  const now = await askOfShown({ type: 'getState' });
  if (now.ok) show(now.value);
}

function take(reply: Reply<'changeSettings'>): void {
  problem.hidden = reply.ok;
  if (reply.ok) {
    show(reply.value);
    return;
  }
  const known = 'problem' in reply && reply.problem.code !== 'interrupted';
  problem.textContent = text(
    ...(known ? sentenceOfAuthProblem(reply.problem) : (['settingsFailed'] as const)),
  );
}

function show(state: PopupState): void {
  const { profileId, form, session, hosts: views, refusedHosts, holdNavigations, setAside } = state;
  setShownProfile(profileId);
  showSetAside(setAside);
  const isEmpty = profileId === null;
  element('empty', HTMLElement).hidden = !isEmpty;
  element('settings', HTMLElement).hidden = isEmpty;
  const name = session.kind === 'signedIn' ? session.name : form.username;
  element('whose', HTMLElement).textContent =
    name === '' ? form.userPoolId : text('settingsOf', name, form.userPoolId);
  hold.checked = holdNavigations;
  hosts.show(views);
  vault.show(state);
  element('refusedHosts', HTMLElement).replaceChildren(...refusedHosts.map(refusal));
}

function refusal(host: string): HTMLElement {
  const line = document.createElement('p');
  line.className = 'problem';
  line.textContent = text('hostRefused', host);
  return line;
}

function showSetAside(count: number): void {
  const place = element('setAside', HTMLElement);
  place.hidden = count === 0;
  place.textContent = count === 0 ? '' : text('setAside', String(count));
}
