import { connect, type Socket } from 'node:net';

/** What Firefox says of a command that failed, such as `no such element` or `unknown error`. */
export class MarionetteError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'MarionetteError';
    this.code = code;
  }
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

type Reply = [type: 1, id: number, error: { error: string; message: string } | null, result: unknown];

const COMMAND = 0;

/**
 * A connection to Firefox's remote control: frames `length:json` over TCP, a command `[0, id, name, parameters]`, its
 * answer `[1, id, error, result]`. Source: Firefox source documentation, "Marionette: Protocol".
 */
export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #received = Buffer.alloc(0);
  #lastId = 0;
  #sayHello: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('Firefox closed the connection')));
  }

  /** Connects to a port of the loopback interface and waits until Firefox says hello. */
  static async connect(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1');
    const marionette = new Marionette(socket);
    await new Promise<void>((resolve, reject) => {
      marionette.#sayHello = resolve;
      marionette.#waiting.set(0, { resolve: () => undefined, reject });
    });
    marionette.#waiting.delete(0);
    return marionette;
  }

  /**
   * Sends a command, such as `WebDriver:Navigate`.
   * @returns its result, of a shape that the caller knows from the command's documentation
   * @throws MarionetteError if Firefox refuses it
   */
  command<T = unknown>(name: string, parameters: object = {}): Promise<T> {
    this.#lastId += 1;
    const id = this.#lastId;
    const frame = JSON.stringify([COMMAND, id, name, parameters]);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(unwrap(result) as T), reject });
      if (this.#socket.destroyed) this.#fail(new Error(`${name}: the connection is closed`));
      else this.#socket.write(`${Buffer.byteLength(frame)}:${frame}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (let frame = this.#nextFrame(); frame !== null; frame = this.#nextFrame()) this.#answer(frame);
  }

  #nextFrame(): string | null {
    const colon = this.#received.indexOf(':');
    if (colon < 0) return null;
    const end = colon + 1 + Number(this.#received.subarray(0, colon).toString());
    if (this.#received.length < end) return null;
    const frame = this.#received.subarray(colon + 1, end).toString();
    this.#received = this.#received.subarray(end);
    return frame;
  }

  #answer(frame: string): void {
    const message: unknown = JSON.parse(frame);
    if (!Array.isArray(message)) {
      this.#sayHello();
      return;
    }
    const [, id, error, result] = message as Reply;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new MarionetteError(error.error, error.message));
    else waiting?.resolve(result);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

// Newer commands wrap what they give, older ones do not.
function unwrap(result: unknown): unknown {
  const isWrapped = typeof result === 'object' && result !== null && 'value' in result;
  return isWrapped ? result.value : result;
}
