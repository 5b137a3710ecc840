/** A clock that stands still until a test moves it. */
export class TestClock {
  #nowMs = Date.UTC(2026, 8, 5, 12, 0, 0);

  readonly nowMs = (): number => this.#nowMs;

  advanceSeconds(seconds: number): void {
    this.#nowMs += seconds * 1000;
  }
}
