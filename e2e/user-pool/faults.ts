/**
 * What can go wrong between a client and a user pool:
 * `throttle` TooManyRequestsException · `serverError` HTTP 500 InternalErrorException · `unavailable` HTTP 503 of a load
 * balancer · `hang` no answer, ever · `drop` the connection breaks · `html` HTTP 200 with the page of a captive portal ·
 * `truncated` JSON that ends half-way · `huge` 10 MB of JSON · `redirect` HTTP 302 elsewhere · `firewall` HTTP 403
 * with a page that no script of another origin may read · `loseAnswer` the operation is
 * carried out, then the connection breaks.
 */
export type FaultKind =
  | 'throttle'
  | 'serverError'
  | 'unavailable'
  | 'hang'
  | 'drop'
  | 'html'
  | 'truncated'
  | 'huge'
  | 'redirect'
  | 'firewall'
  | 'loseAnswer';

/** A fault of the next call, or of the next call of one operation. */
export type Fault = FaultKind | { kind: FaultKind; operation?: string };

interface PlannedFault {
  readonly kind: FaultKind;
  readonly operation?: string;
  timesLeft: number;
}

/** The faults still to come, in the order in which they were asked for. */
export class FaultPlan {
  #planned: PlannedFault[] = [];

  add(fault: Fault, times: number): void {
    const planned = typeof fault === 'string' ? { kind: fault } : fault;
    this.#planned.push({ ...planned, timesLeft: times });
  }

  clear(): void {
    this.#planned = [];
  }

  /** Gives the fault that the call of `operation` meets, and counts it as met. */
  take(operation: string): FaultKind | undefined {
    const next = this.#planned.find((fault) => !fault.operation || fault.operation === operation);
    if (!next) return undefined;
    next.timesLeft -= 1;
    this.#planned = this.#planned.filter((fault) => fault.timesLeft > 0);
    return next.kind;
  }
}
