import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Says which loopback port answers for a host and port. */
export type Route = (host: string, port: number) => number;

/** A proxy that leads every name to this machine. */
export interface MappingProxy {
  readonly port: number;
  /** Each `host:port` that was ever asked for. */
  readonly asked: ReadonlySet<string>;
  close(): Promise<void>;
}

/**
 * Starts an HTTP proxy (RFC 9110, 9.3.6 CONNECT; RFC 9112, 3.2.2 absolute-form) on a free loopback port. With it the
 * browser keeps real names, default ports and its own TLS, while servers listen on ports that need no privilege:
 * what Chromium does by --host-resolver-rules, and Firefox has no setting for.
 */
export async function startMappingProxy(route: Route): Promise<MappingProxy> {
  const asked = new Set<string>();
  const lead: Route = (host, port) => {
    asked.add(`${host}:${port}`);
    return route(host, port);
  };
  const sockets = new Set<Duplex>();
  const server = createServer((incoming, response) => forward(lead, incoming, response));
  server.on('connect', (incoming, socket, head) => tunnel(lead, incoming, socket, head));
  server.on('connection', (socket) => sockets.add(socket.once('close', () => sockets.delete(socket))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: async () => {
      // Tunnels are no longer the server's, so that it would not close them.
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function tunnel(route: Route, incoming: IncomingMessage, client: Duplex, head: Buffer): void {
  const { hostname, port } = splitAuthority(incoming.url ?? '');
  const server: Socket = connect(route(hostname, port), '127.0.0.1', () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    server.write(head);
    server.pipe(client).pipe(server);
  });
  server.on('error', () => client.destroy());
  server.on('close', () => client.destroy());
  client.on('error', () => server.destroy());
  client.on('close', () => server.destroy());
}

function forward(route: Route, incoming: IncomingMessage, response: ServerResponse): void {
  const { hostname, port, pathname, search } = new URL(incoming.url ?? '');
  const { method, headers } = incoming;
  const options = {
    host: '127.0.0.1',
    port: route(hostname, Number(port || 80)),
    method,
    path: pathname + search,
    headers,
  };
  const outgoing = request(options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
}

function splitAuthority(authority: string): { hostname: string; port: number } {
  const colon = authority.lastIndexOf(':');
  return { hostname: authority.slice(0, colon), port: Number(authority.slice(colon + 1)) };
}
