import { text } from '../../browser/texts';
import { element } from '../../page/elements';
import { remainingShare, remainingTime } from './remaining-time';

/** Counts down to the end of the token. */
export class ExpiryTimer {
  readonly #life = element('life', HTMLElement);
  readonly #timer = element('timer', HTMLElement);
  #nextTick: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param expiresAtMs epoch ms of the local clock
   * @param lifetimeMs how long the token lives in all
   */
  start(expiresAtMs: number, lifetimeMs: number): void {
    this.stop();
    this.#timer.title = text('expiresAt', new Date(expiresAtMs).toLocaleString());
    this.#tick(expiresAtMs, lifetimeMs);
  }

  stop(): void {
    clearTimeout(this.#nextTick);
  }

  #tick(expiresAtMs: number, lifetimeMs: number): void {
    const remainingMs = expiresAtMs - Date.now();
    this.#timer.textContent = text(...remainingTime(remainingMs));
    this.#life.classList.toggle('expired', remainingMs <= 0);
    this.#life.style.setProperty('--left', String(remainingShare(remainingMs, lifetimeMs)));
    if (remainingMs <= 0) return;
    // To the next full second, so that none is skipped.
    const nextSecondMs = remainingMs % 1_000 || 1_000;
    this.#nextTick = setTimeout(() => this.#tick(expiresAtMs, lifetimeMs), nextSecondMs);
  }
}
