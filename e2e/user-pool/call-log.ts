import { type JsonObject, optionalString } from './request-members';

/** One API call. It names the flow, the challenge and the app client, and never holds a password, a code or a token. */
export interface RecordedCall {
  readonly operation: string;
  /** When it came, epoch ms, on the clock given to the pool, without the skew. */
  readonly atMs: number;
  /** The HTTP status that the caller saw; 0 if it got no answer. */
  readonly status: number;
  readonly errorType?: string;
  readonly authFlow?: string;
  readonly challengeName?: string;
  readonly clientId?: string;
}

/** Picks what may be recorded of a request. */
export function recordableMembers(
  input: JsonObject,
): Pick<RecordedCall, 'authFlow' | 'challengeName' | 'clientId'> {
  const authFlow = readName(input, 'AuthFlow');
  const challengeName = readName(input, 'ChallengeName');
  const clientId = readName(input, 'ClientId');
  return {
    ...(authFlow && { authFlow }),
    ...(challengeName && { challengeName }),
    ...(clientId && { clientId }),
  };
}

function readName(input: JsonObject, member: string): string | undefined {
  return typeof input[member] === 'string' ? optionalString(input, member) : undefined;
}
