import type { PoolState } from '../pool-state';
import type { JsonObject } from '../request-members';

/** One API operation: takes the parsed request, gives the response, throws CognitoError. */
export type Operation = (state: PoolState, input: JsonObject) => JsonObject;
