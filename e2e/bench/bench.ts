import { parseArgs } from 'node:util';
import { buildHandshakes } from './build-handshakes';
import { clientSizes } from './client-sizes';
import { measureInNode } from './in-node';
import { measureInServiceWorker } from './in-service-worker';
import { type BenchReport, handshakeFigures, reportText } from './report';
import { shippedSizes } from './shipped-sizes';
import { measureStateCost } from './state-cost';

// npm run bench [-- --json]
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

try {
  const report = await measure();
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function measure(): Promise<BenchReport> {
  const handshakes = await buildHandshakes();
  try {
    return {
      handshakeInNode: handshakeFigures(await measureInNode(handshakes)),
      handshakeInServiceWorker: handshakeFigures(await measureInServiceWorker(handshakes)),
      shipped: await shippedSizes(),
      client: await clientSizes(),
      stateCosts: await measureStateCost(),
    };
  } finally {
    await handshakes.remove();
  }
}
