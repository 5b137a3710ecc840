import type { ApiArrival } from './demo-api';
import type { Person } from './people';

/** @throws Error unless the API took the request for one of this person */
export function expectTokenOf(
  { username }: Pick<Person, 'username'>,
  { authorization, path, status, ...arrival }: ApiArrival,
): void {
  must(authorization !== undefined, `${path} came without a token`);
  must(status === 200 && arrival.username === username, `${path} answered ${status}, not as to ${username}`);
}

/** @throws Error unless the request came without a token, and was refused */
export function expectNoToken(arrival: ApiArrival): void {
  must(arrival.authorization === undefined, `${arrival.path} (${arrival.destination}) carried a token`);
  must(arrival.status === 401, `the API answered ${arrival.status} to a request without a token`);
}

/** @throws Error that says what is so unless it is as it must be */
export function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
