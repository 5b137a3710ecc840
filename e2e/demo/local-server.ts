import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running HTTP server that no other machine reaches. */
export interface LocalServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts an HTTP server on a free port of the loopback interface. */
export async function startLocalServer(listener: RequestListener): Promise<LocalServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      // The browser keeps connections open, which would keep the server up.
      server.closeAllConnections();
    });
  return { port, close };
}
