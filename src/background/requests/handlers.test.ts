import { expect, test } from 'vitest';
import type { Handlers } from './handler-table';

test('each type of request has a handler that gives its reply, or nothing compiles', () => {
  const handlers = {} as Handlers;
  const { signOut: _, ...others } = handlers;
  // @ts-expect-error one is forgotten
  const incomplete: Handlers = others;
  // @ts-expect-error one gives the reply of another
  const mixedUp: Handlers = { ...handlers, getToken: handlers.getPage };
  // @ts-expect-error one reads what its request does not hold
  const curious: Handlers = { ...handlers, explain: handlers.getPage };
  expect([incomplete, mixedUp, curious]).toHaveLength(3);
});
