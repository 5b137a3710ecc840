import { ensureFirefox } from './find-firefox';

try {
  process.stdout.write(`${ensureFirefox()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
