import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

/** Notes which app client's tokens are put on requests to which host, at every change of the rules. */
function watchRules(): ReadonlySet<string> {
  const seen = new Set<string>();
  const change = rig.netRules.change.bind(rig.netRules);
  rig.netRules.change = async (...args) => {
    await change(...args);
    for (const rule of rig.netRules.rules) {
      const text = JSON.stringify(rule);
      const [, payload] = /"Bearer [^.]+\.([^.]+)/.exec(text) ?? [];
      const [host = ''] = /[a-z]+\.example(\.com)?/.exec(text) ?? [];
      if (payload) seen.add(`${JSON.parse(Buffer.from(payload, 'base64url').toString()).aud} ${host}`);
    }
  };
  return seen;
}

test('two popups that submit other forms in the same moment: no token goes to the hosts of the other form', async () => {
  const one = rig.formFor();
  const other = { ...one, clientId: rig.pool.addClient().clientId, apiHosts: 'bob.example' };
  const seen = watchRules();
  await rig.signIn(one);
  const submit = (form: typeof one) => rig.send({ type: 'signIn', form, credential: PASSWORD });
  for (let turns = 0; turns < 12; turns++) {
    const first = submit(turns % 2 ? one : other);
    for (let turn = 0; turn < turns * 3; turn++) await Promise.resolve();
    await Promise.all([first, submit(turns % 2 ? other : one)]);
  }
  expect([...seen].toSorted()).toEqual(
    [`${one.clientId} api.example.com`, `${other.clientId} bob.example`].toSorted(),
  );
});
