import type { Withdrawn } from '../core/rules/withdrawal-rules';
import { withAllSpent } from '../core/session/one-time-tokens';
import { fetchesEveryRequest, type ProfileState } from '../core/session/profile-state';
import { needsAttention, type Snapshot } from '../core/session/snapshot';
import type { Clock } from './ports';
import type { Projector } from './projector';
import type { PoolPages } from './sign-in/pool-pages';
import type { ProfileStates } from './state/profile-states';
import type { SwitchKeeper } from './state/switch-keeper';
import type { OneTimeTokenKeeper } from './tokens/one-time-token-keeper';
import type { RevocationQueue } from './tokens/revocation-queue';
import type { TokenKeeper } from './tokens/token-keeper';
import type { LockKeeper } from './vault/lock-keeper';

export interface LifecyclePorts {
  readonly states: ProfileStates;
  readonly projector: Projector;
  readonly poolPages: PoolPages;
  readonly tokenKeeper: TokenKeeper;
  readonly oneTimeTokens: OneTimeTokenKeeper;
  readonly revocations: RevocationQueue;
  readonly switches: SwitchKeeper;
  readonly lockKeeper: Pick<LockKeeper, 'start' | 'tend'>;
  readonly clock: Clock;
  readonly holdsRequests: boolean;
}

/** What happens at every start of the worker and at every alarm. */
export class Lifecycle {
  readonly #ports: LifecyclePorts;
  #takenOut: Promise<boolean> = Promise.resolve(false);

  constructor(ports: LifecyclePorts) {
    this.#ports = ports;
  }

  /** For a worker that has just started, and has not seen what was sent while it was away. */
  async start(): Promise<void> {
    const { states, projector, lockKeeper } = this.#ports;
    this.#takenOut = lockKeeper.start().catch(() => false);
    const snapshot = await projector.reconcile();
    const isNew = await this.#takenOut;
    const unseen = snapshot.states.filter(({ session }) => session.kind === 'signedIn' && session.oneTime);
    if (unseen.length === 0 && !isNew) {
      await this.#attendToAll(snapshot);
      return;
    }
    await Promise.all(
      unseen.map(({ profile }) =>
        states.change(profile, ({ session }) => ({ session: withAllSpent(session) })),
      ),
    );
    await this.attend();
  }

  /** What outlives the browser is in memory, once a worker has started. */
  async takenOut(): Promise<void> {
    await this.#takenOut;
  }

  /**
   * Does all that time asks for. Safe to call at any moment and as often as one likes.
   * An expired token's rule goes before anything waits for the pool, and an alarm is set: a worker that dies while it
   * waits would else leave nobody to go on, nor to take a header off in time.
   */
  async attend(): Promise<void> {
    const { projector, lockKeeper } = this.#ports;
    const snapshot = await projector.reconcile();
    const isNew = await lockKeeper.tend(snapshot.states);
    await this.#attendToAll(isNew ? await projector.reconcile() : snapshot);
  }

  /** Does the same only where it is overdue, and else reads nothing but the clocks. */
  async look(): Promise<void> {
    if (await this.#ports.projector.isOverdue()) await this.attend();
  }

  async #attendToAll(snapshot: Snapshot): Promise<void> {
    const { revocations, clock, holdsRequests } = this.#ports;
    const now = clock.now();
    const due = snapshot.states.filter((state) => needsAttention(state, now, holdsRequests));
    const isOneToTell = snapshot.revocations.some(({ retryAtMs }) => retryAtMs <= now);
    await Promise.all([
      ...snapshot.withdrawn.map((withdrawn) => this.#store(withdrawn, snapshot)),
      ...due.map((state) => this.#attendTo(state)),
      ...(isOneToTell ? [revocations.flush()] : []),
    ]);
  }

  // A try before has failed, or was an earlier worker's.
  async #store({ slot, withdrawal }: Withdrawn, { states }: Snapshot): Promise<void> {
    const { tokenKeeper, switches } = this.#ports;
    const profile = states.find((state) => state.profile.slot === slot)?.profile;
    if (!profile) return;
    if (withdrawal === 'signedOut') await tokenKeeper.storeSignOut(profile);
    else await switches.change(profile, { attach: false }).catch(() => undefined);
  }

  async #attendTo(state: ProfileState): Promise<void> {
    const { poolPages, tokenKeeper, oneTimeTokens } = this.#ports;
    if (state.session.kind === 'redirected') await poolPages.endOrphan(state.profile);
    await tokenKeeper.attend(state);
    if (fetchesEveryRequest(state)) await oneTimeTokens.renewShared(state.profile);
  }
}
