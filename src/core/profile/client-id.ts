import { failure, type Result, success } from '../result';

export type ClientIdProblem = 'clientIdEmpty' | 'clientIdMalformed';

/** Reads the id of an app client. Source: Cognito API, `ClientIdType`: 1 to 128 characters of `[\w+]+`. */
export function parseClientId(text: string): Result<string, ClientIdProblem> {
  const clientId = text.trim();
  if (clientId === '') return failure('clientIdEmpty');
  return /^[\w+]{1,128}$/.test(clientId) ? success(clientId) : failure('clientIdMalformed');
}
