import { expect, test } from 'vitest';
import { SIGNED_OUT } from '../../core/session/session';
import { credentialsKey } from '../../core/storage/credentials';
import { draftKey } from '../../core/storage/draft';
import sessions from '../../core/storage/fixtures/sessions.json' with { type: 'json' };
import { sessionKey } from '../../core/storage/sessions';
import { FakeStorage } from '../../testing/fake-ports';
import { Store } from './store';

const SESSION = sessionKey('p1');
const CREDENTIALS = credentialsKey('p1');
const secrets = { clientSecret: 's3cret', totpSecret: null, device: null };

test('a refresh token that lay beside the tokens outlives their next change, and the worker', async () => {
  const storage = new FakeStorage();
  await storage.set('session', {
    'session:p1': sessions['version 1, tokens of the first build'],
    'secrets:p1': { version: 1, value: secrets },
  });
  const store = new Store({ storage });
  const values = await store.readAll([SESSION, CREDENTIALS]);
  const credentials = { ...secrets, password: null, refreshToken: 'refresh-token', renewal: 'userPoolApi' };
  expect(values.of(CREDENTIALS)).toEqual(credentials);
  await store.write(SESSION, values.of(SESSION));
  const later = await new Store({ storage }).readAll([SESSION, CREDENTIALS]);
  expect(later.of(CREDENTIALS)).toEqual(credentials);
  expect(later.of(SESSION)).toEqual(values.of(SESSION));
  expect(storage.text.match(/refresh-token/g)).toHaveLength(1);
  expect(storage.text).not.toContain('secrets:p1');
  await store.write(SESSION, SIGNED_OUT);
  expect(await store.setAside()).toEqual([]);
});

test('the one draft there was is taken over by the profile that is shown', async () => {
  const storage = new FakeStorage();
  const draft = { version: 1, value: { form: null, answers: { code: '123' } } };
  await storage.set('session', { draft });
  const store = new Store({ storage });
  expect(await store.read(draftKey('p1'))).toEqual(draft.value);
  expect(await store.read(draftKey(null))).toEqual({ form: null, answers: {} });
  await store.remove(draftKey('p1'));
  expect(storage.text).toBe('[]');
});
