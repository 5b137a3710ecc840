// The few globals that every JavaScript runtime (browser, worker, Node) shares and that the domain may use.
// Everything else (clock, randomness, fetch, storage) is passed in.

declare class URL {
  constructor(url: string, base?: string);
  static canParse(url: string): boolean;
  readonly href: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly origin: string;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(input: Uint8Array): string;
}

declare function atob(base64: string): string;

declare function btoa(binary: string): string;
