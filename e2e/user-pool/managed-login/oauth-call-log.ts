import type { WebRequest } from './web-request';

/** One request to the pool's domain. It never holds a password, a code, a token or a secret. */
export interface RecordedOAuthCall {
  readonly method: string;
  readonly path: string;
  /** When it came, epoch ms, on the clock given to the pool, without the skew. */
  readonly atMs: number;
  /** The HTTP status that the caller saw; 0 if it got no answer. */
  readonly status: number;
  /** The parameters of query and body that are no secrets. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The names of all others. */
  readonly withheld: readonly string[];
  /** The scheme of the Authorization header, such as Basic. */
  readonly authorization?: string;
}

// `state` and `nonce` guard one attempt each and are of no use after it; tests compare them.
const RECORDABLE = [
  'client_id',
  'code_challenge',
  'code_challenge_method',
  'grant_type',
  'identity_provider',
  'idp_identifier',
  'lang',
  'login_hint',
  'logout_uri',
  'nonce',
  'prompt',
  'redirect_uri',
  'resource',
  'response_type',
  'scope',
  'state',
];

/** Picks what may be recorded of a request. */
export function recordableParts({
  method,
  path,
  query,
  form,
  headers,
}: WebRequest): Omit<RecordedOAuthCall, 'atMs' | 'status'> {
  const sent = [...query, ...(form ?? [])];
  const authorization = headers.authorization?.split(' ')[0];
  return {
    method,
    path,
    parameters: Object.fromEntries(sent.filter(([name]) => RECORDABLE.includes(name))),
    withheld: sent.map(([name]) => name).filter((name) => !RECORDABLE.includes(name)),
    ...(authorization && { authorization }),
  };
}
