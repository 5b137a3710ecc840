import type { ClientSizes } from './client-sizes';
import type { Cost } from './counting-browser';
import type { HandshakeRound } from './handshake-rounds';
import type { ShippedSizes } from './shipped-sizes';
import type { Size } from './size';
import type { StateCost } from './state-cost';
import { table } from './table';

/** One place's handshakes. A ratio says how many times longer the library took. */
export interface HandshakeFigures {
  readonly rounds: number;
  readonly libraryMedianMs: number;
  readonly ownMedianMs: number;
  readonly ratioOfMedians: number;
  readonly lowestRatio: number;
  readonly highestRatio: number;
}

/** All that one run finds out. */
export interface BenchReport {
  readonly handshakeInNode: HandshakeFigures;
  readonly handshakeInServiceWorker: HandshakeFigures;
  readonly shipped: ShippedSizes;
  readonly client: ClientSizes;
  readonly stateCosts: readonly StateCost[];
}

/** Sums the rounds of one place up. */
export function handshakeFigures(rounds: readonly HandshakeRound[]): HandshakeFigures {
  const libraryMedianMs = median(rounds.map(({ libraryMs }) => libraryMs));
  const ownMedianMs = median(rounds.map(({ ownMs }) => ownMs));
  const ratios = rounds.map(({ libraryMs, ownMs }) => libraryMs / ownMs);
  return {
    rounds: rounds.length,
    libraryMedianMs,
    ownMedianMs,
    ratioOfMedians: libraryMedianMs / ownMedianMs,
    lowestRatio: Math.min(...ratios),
    highestRatio: Math.max(...ratios),
  };
}

/** The report for a reader. */
export function reportText(report: BenchReport): string {
  return [
    handshakeTable(report),
    clientTable(report.client),
    shippedTable(report.shipped),
    stateCostTable(report.stateCosts),
  ].join('\n');
}

function handshakeTable({ handshakeInNode, handshakeInServiceWorker }: BenchReport): string {
  return table(
    'SRP handshake of one sign-in as each draws its secret (the library 1024 bits, ours 256), medians',
    [
      ['', 'amazon-cognito-identity-js', 'ours', 'times faster', 'per round', 'rounds'],
      ['Node', ...handshakeCells(handshakeInNode)],
      ['extension service worker', ...handshakeCells(handshakeInServiceWorker)],
    ],
  );
}

function handshakeCells(figures: HandshakeFigures): string[] {
  return [
    `${figures.libraryMedianMs.toFixed(1)} ms`,
    `${figures.ownMedianMs.toFixed(1)} ms`,
    `${figures.ratioOfMedians.toFixed(1)}x`,
    `${figures.lowestRatio.toFixed(1)}x – ${figures.highestRatio.toFixed(1)}x`,
    String(figures.rounds),
  ];
}

function clientTable({ library, own }: ClientSizes): string {
  const row = (name: string, weight: keyof Size) => [
    name,
    bytes(library[weight]),
    bytes(own[weight]),
    `${(library[weight] / own[weight]).toFixed(1)}x`,
  ];
  return table('Sign-in client alone, bundled and minified', [
    ['', 'amazon-cognito-identity-js', 'ours', 'times smaller'],
    row('raw', 'raw'),
    row('gzip', 'gzip'),
  ]);
}

function shippedTable({ popup, background }: ShippedSizes): string {
  return table('JavaScript as shipped for Chromium', [
    ['', 'raw', 'gzip'],
    ['popup', bytes(popup.raw), bytes(popup.gzip)],
    ['background', bytes(background.raw), bytes(background.gzip)],
  ]);
}

function stateCostTable(costs: readonly StateCost[]): string {
  const cells = ({ reads, writes, ruleUpdates }: Cost) => `${reads} / ${writes} / ${ruleUpdates}`;
  return table('Storage reads / writes / rule updates, ten API hosts a profile', [
    ['profiles', 'alarm, none due', 'alarm, one due', 'one by hand', 'alarm, all due'],
    ...costs.map(({ profiles, idle, one, byHand, all }) => [
      String(profiles),
      ...[idle, one, byHand, all].map(cells),
    ]),
  ]);
}

function bytes(count: number): string {
  return `${count.toLocaleString('en')} B`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const [low = Number.NaN, high = low] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return (low + high) / 2;
}
