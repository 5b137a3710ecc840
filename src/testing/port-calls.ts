/** What becomes of a call: it is made, it fails, or the worker dies before it. */
export type Fate = 'made' | 'fails' | 'dies';

/** The calls by which a worker reaches the browser and the pool. A test may decide what becomes of each. */
export class PortCalls {
  /** Decides by the name of a call: "storage.set local", "rules.change session", "fetch". */
  fateOf: (name: string) => Fate = () => 'made';
  /** All that were made, by their names. */
  readonly made: string[] = [];
  #onDeath: () => void = () => undefined;

  /** The ports of one worker. A dead one makes no call any more, and gets no answer. */
  ofWorker(): PortCall {
    let isDead = false;
    return async (name, make) => {
      const fate = isDead ? 'dies' : this.fateOf(name);
      if (fate === 'dies' && !isDead) this.#onDeath();
      isDead = fate === 'dies';
      if (isDead) return new Promise(() => undefined);
      if (fate === 'fails') throw new Error(`${name} fails`);
      this.made.push(name);
      const answer = await make();
      return isDead ? new Promise(() => undefined) : answer;
    };
  }

  /** Does something. @returns whether the worker dies before it is done */
  diesDuring(task: () => Promise<unknown>): Promise<boolean> {
    const death = new Promise<boolean>((resolve) => {
      this.#onDeath = () => resolve(true);
    });
    return Promise.race([death, task().then(() => false)]);
  }

  /** Makes every call from now on. */
  reset(): void {
    this.fateOf = () => 'made';
    this.made.length = 0;
  }
}

/** Makes a call, or does not. */
export type PortCall = <T>(name: string, make: () => Promise<T>) => Promise<T>;
