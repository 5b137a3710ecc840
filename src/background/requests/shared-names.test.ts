import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BackgroundRig, createBackgroundRig, PASSWORD } from '../../testing/background-rig';

let rig: BackgroundRig;

beforeEach(async () => {
  rig = await createBackgroundRig();
});

afterEach(() => rig.close());

test.each(['*.github.io', '*.eu-central-1.on.aws', '*.app.github.dev'])(
  'a form with %s is refused before anything of it is saved',
  async (star) => {
    const form = { ...rig.formFor(), apiHosts: `api.example.com\n${star}` };
    const refusal = {
      ok: false,
      fieldProblems: [{ field: 'apiHosts', code: 'hostPublicSuffix', quoted: star }],
    };
    expect(await rig.send({ type: 'signIn', form, credential: PASSWORD })).toEqual(refusal);
    expect(await rig.send({ type: 'forgotPassword', form })).toEqual(refusal);
    expect(rig.netRules.rules).toEqual([]);
    expect(await rig.send({ type: 'getState' })).toMatchObject({ value: { profileId: null } });
  },
);
