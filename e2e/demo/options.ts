import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type DemoOptions =
  | { readonly kind: 'help' }
  | { readonly kind: 'interactive' }
  | { readonly kind: 'headless' }
  | ({ readonly kind: 'realPool' } & RealPool);

/** A user pool on AWS and the API that takes its tokens. */
export interface RealPool {
  readonly userPoolId: string;
  readonly clientId: string;
  /** As typed: `api.example.com` or an origin. */
  readonly apiHost: string;
  /** Empty if none was named. */
  readonly username: string;
}

/** The command line is wrong; the message is one sentence that says how. */
export class UsageError extends Error {}

export const HELP = `Tokenbearer demo

  npm run demo                       opens Chromium with the extension, a local user pool, an API and two pages
  npm run demo -- --headless         walks through the same story by itself, without a window
  npm run demo -- --pool eu-central-1_AbCdEfGhI --client CLIENT --host api.example.com [--user NAME]
                                     opens Chromium with the extension for a user pool of yours

  --pool    user pool ID       --client  app client ID
  --host    API host           --user    username
  --help    this text
`;

const FLAGS = ['help', 'headless'];
const VALUES = ['pool', 'client', 'host', 'user'];
const SEE_HELP = 'npm run demo -- --help lists what there is.';

/**
 * Reads the command line.
 * @throws UsageError
 */
export function parseOptions(argv: readonly string[]): DemoOptions {
  const given = readGiven(argv);
  if (given.has('help')) return { kind: 'help' };
  const isRealPool = VALUES.some((name) => given.has(name));
  if (given.has('headless')) {
    if (isRealPool) throw new UsageError('--headless runs with the local user pool only: leave it out here.');
    return { kind: 'headless' };
  }
  return isRealPool ? { kind: 'realPool', ...readRealPool(given) } : { kind: 'interactive' };
}

/** The address to open for an API host as it was typed. */
export function apiUrlOf(apiHost: string): string {
  if (apiHost.includes('://')) return new URL(apiHost).href;
  const { hostname } = new URL(`https://${apiHost}`);
  const isLoopback = /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  return new URL(`${isLoopback ? 'http' : 'https'}://${apiHost}`).href;
}

function readGiven(argv: readonly string[]): Map<string, string> {
  const options = Object.fromEntries([
    ...FLAGS.map((name) => [name, { type: 'boolean' as const }]),
    ...VALUES.map((name) => [name, { type: 'string' as const }]),
  ]);
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const given = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`“${token.value}” is not understood: ${SEE_HELP}`);
    if (token.kind === 'option') given.set(token.name, valueAfter(token.name, token.value));
  }
  return given;
}

function valueAfter(name: string, value: string | undefined): string {
  if (FLAGS.includes(name)) {
    if (value !== undefined) throw new UsageError(`--${name} takes no value.`);
    return '';
  }
  if (!VALUES.includes(name)) {
    throw new UsageError(`There is no option ${name.length > 1 ? '--' : '-'}${name}: ${SEE_HELP}`);
  }
  if (!value || value.startsWith('--')) throw new UsageError(`--${name} wants a value after it.`);
  return value;
}

function readRealPool(given: ReadonlyMap<string, string>): RealPool {
  const missing = ['pool', 'client', 'host'].filter((name) => !given.has(name));
  if (missing.length > 0) {
    const names = missing.map((name) => `--${name}`).join(' and ');
    throw new UsageError(`A user pool of yours takes --pool, --client and --host: add ${names}.`);
  }
  const { pool = '', client = '', host = '', user = '' } = Object.fromEntries(given);
  if (!/^[a-z]+(-[a-z]+)+-\d+_[A-Za-z0-9]+$/.test(pool)) {
    throw new UsageError(`“${pool}” is not a user pool ID; one looks like eu-central-1_AbCdEfGhI.`);
  }
  if (!URL.canParse(host.includes('://') ? host : `https://${host}`)) {
    throw new UsageError(`“${host}” is not a host; write it like api.example.com.`);
  }
  return { userPoolId: pool, clientId: client, apiHost: host, username: user };
}
