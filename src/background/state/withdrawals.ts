import type { AuthProblem } from '../../core/auth-error';
import type { Profile } from '../../core/profile/profile';
import type { Withdrawal } from '../../core/rules/rule-registry';
import type { Withdrawn } from '../../core/rules/withdrawal-rules';
import { NO_RENEWAL } from '../../core/session/credentials';
import type { ProfileState } from '../../core/session/profile-state';
import type { WithLock } from '../ports';
import type { RuleKeeper } from '../rules/rule-keeper';

export interface WithdrawalsPorts {
  readonly ruleKeeper: RuleKeeper;
  readonly withLock: WithLock;
}

/** A withdrawal that is yet to be stored. */
interface Open extends Withdrawn {
  /** Whether all of the user's sessions are to end, on whatever device. */
  readonly everywhere: boolean;
  /** Why it could not be stored; null while it is being tried. */
  readonly problem: AuthProblem | null;
}

/**
 * The sign-outs and switches-off that count already but are not stored yet. The headers go first and alone. From then on
 * the state is read as if all were stored, so that no projection puts them back from what still lies in the storage.
 */
export class Withdrawals {
  readonly #ports: WithdrawalsPorts;
  readonly #open = new Map<string, Open>();
  #left: Promise<void> | null = null;

  constructor(ports: WithdrawalsPorts) {
    this.#ports = ports;
  }

  /**
   * Takes the headers of a profile off, alone among all that changes rules.
   * @throws AuthError `headersNotChanged`; it counts all the same, and the next projection tries again
   */
  async begin({ slot }: Profile, withdrawal: Withdrawal, everywhere = false): Promise<void> {
    const { ruleKeeper, withLock } = this.#ports;
    this.#add({ slot, withdrawal, everywhere, problem: null });
    await withLock('rules', () => ruleKeeper.withdraw({ slot, withdrawal }));
  }

  /** It is stored; or the opposite is. */
  settle({ slot }: Profile, withdrawal: Withdrawal): void {
    this.#open.delete(nameOf({ slot, withdrawal }));
  }

  /** It could not be stored. */
  fail({ slot }: Profile, withdrawal: Withdrawal, problem: AuthProblem): void {
    const open = this.#open.get(nameOf({ slot, withdrawal }));
    if (open) this.#add({ ...open, problem });
  }

  /** Null where there is nothing to store. */
  async find({ slot }: Profile, withdrawal: Withdrawal): Promise<Open | null> {
    await this.#known();
    return this.#open.get(nameOf({ slot, withdrawal })) ?? null;
  }

  /** All that is yet to be stored. */
  async all(): Promise<readonly Withdrawn[]> {
    await this.#known();
    return [...this.#open.values()].map(({ slot, withdrawal }) => ({ slot, withdrawal }));
  }

  /** A stored state as it is to be read. */
  async seen(state: ProfileState): Promise<ProfileState> {
    const signedOut = await this.find(state.profile, 'signedOut');
    const switchedOff = await this.find(state.profile, 'switchedOff');
    return {
      profile: switchedOff ? { ...state.profile, attach: false } : state.profile,
      session: signedOut ? { kind: 'signedOut', problem: signedOut.problem } : state.session,
      credentials: signedOut ? { ...state.credentials, ...NO_RENEWAL } : state.credentials,
    };
  }

  // What an earlier worker has left is read once.
  async #known(): Promise<void> {
    this.#left ??= this.#learn();
    await this.#left;
  }

  async #learn(): Promise<void> {
    try {
      for (const left of await this.#ports.ruleKeeper.withdrawn()) {
        if (!this.#open.has(nameOf(left))) this.#add({ ...left, everywhere: false, problem: null });
      }
    } catch {
      this.#left = null;
    }
  }

  #add(open: Open): void {
    this.#open.set(nameOf(open), open);
  }
}

function nameOf({ slot, withdrawal }: Withdrawn): string {
  return `${withdrawal}/${slot}`;
}
