import type { RecordedCall } from './call-log';
import type { FaultPlan } from './faults';
import type { RecordedOAuthCall } from './managed-login/oauth-call-log';
import type { PoolState } from './pool-state';

/** What the server answers from, and where it records what it was asked. */
export interface PoolServerParts {
  readonly state: PoolState;
  readonly faults: FaultPlan;
  readonly calls: RecordedCall[];
  readonly oauthCalls: RecordedOAuthCall[];
  /** Epoch ms without skew, for the record of calls. */
  readonly clock: () => number;
  readonly tls: { key: string; cert: string } | undefined;
}
