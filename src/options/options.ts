import { ask, onStateChanged } from '../browser/requests';
import { text } from '../browser/texts';
import type { PopupState, Reply, Request } from '../core/messages/protocol';
import { element } from '../page/elements';
import { fillTexts } from '../page/page-texts';
import { sentenceOfAuthProblem } from '../page/sentence';
import { watchExplainForm } from './explain-form';
import { HostList } from './host-list';

type Change = Extract<Request, { type: 'setHold' | 'setHostScope' }>;

const hold = element('hold', HTMLInputElement);
const problem = element('problem', HTMLElement);
const hosts = new HostList((host, scope) => void save({ type: 'setHostScope', host, scope }));

fillTexts(document);
document.title = `${text('extensionName')} – ${text('settings')}`;
watchExplainForm();
hold.addEventListener('change', () => void save({ type: 'setHold', hold: hold.checked }));
onStateChanged(() => void refresh());
void refresh();

async function refresh(): Promise<void> {
  take(await ask({ type: 'getState' }));
}

// What could not be saved is shown as it is, not as it was chosen.
async function save(change: Change): Promise<void> {
  const reply = await ask(change);
  take(reply);
  if (reply.ok) return;
  const now = await ask({ type: 'getState' });
  if (now.ok) show(now.value);
}

function take(reply: Reply<PopupState>): void {
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

function show({ form, hosts: views, holdNavigations }: PopupState): void {
  const isEmpty = views.length === 0;
  element('empty', HTMLElement).hidden = !isEmpty;
  element('settings', HTMLElement).hidden = isEmpty;
  element('whose', HTMLElement).textContent = isEmpty
    ? ''
    : text('settingsOf', form.username, form.userPoolId);
  hold.checked = holdNavigations;
  hosts.show(views);
}
