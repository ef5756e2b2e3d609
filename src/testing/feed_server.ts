// A web server for tests: one route per behaviour, every request on record, on as many loopback addresses as a test wants hosts.
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** An answer as data. With an `etag` or `last-modified` among its headers it answers 304 to a request that has the same one. */
export type ServedDocument = {
  status?: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
};

export type ServedRequest = {
  method: string;
  /** With its query. */
  path: string;
  /** The Host header. */
  host: string;
  headers: IncomingHttpHeaders;
  /** The loopback address that was asked. */
  address: string;
  /** One number per connection, to see sockets being used again. */
  connection: number;
};

export type FeedServer = {
  port: number;
  /** Everything asked so far, in order. */
  requests: ServedRequest[];
  /** The URL of a path; `host` may be any name that the test's resolver leads here. */
  url(path: string, host?: string): string;
  /** What a path answers from now on, on every address. Paths without a route answer 404. */
  on(path: string, answer: Handler | ServedDocument | string): void;
  close(): Promise<void>;
};

/** Starts on one port of every given loopback address (`127.0.0.2`, `::1` …); `url` speaks of the first unless told otherwise. */
export async function startFeedServer(addresses: readonly string[] = ['127.0.0.1']): Promise<FeedServer> {
  const routes = new Map<string, Handler>();
  const requests: ServedRequest[] = [];
  const numberConnection = connectionCounter();
  const onRequest: Handler = (request, response) => {
    requests.push(recordRequest(request, numberConnection(request.socket)));
    const route = routes.get(request.url!) ?? routes.get(request.url!.split('?')[0]!);
    if (route === undefined) answerDocument({ status: 404 }, request, response);
    else route(request, response);
  };
  const servers = await listenOnAll(addresses, onRequest);
  const { port } = servers[0]!.address() as AddressInfo;
  return {
    port,
    requests,
    url: (path, host = addresses[0]!) => `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`,
    on: (path, answer) => routes.set(path, typeof answer === 'function' ? answer : documentHandler(answer)),
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
}

function documentHandler(answer: ServedDocument | string): Handler {
  const document = typeof answer === 'string' ? { body: answer } : answer;
  return (request, response) => answerDocument(document, request, response);
}

function answerDocument(document: ServedDocument, request: IncomingMessage, response: ServerResponse): void {
  const { status = 200 } = document;
  const body = Buffer.from(document.body ?? ''); // beside a string, node writes the headers as UTF-8 too
  const headers = lowerCaseNames(document.headers ?? {});
  if (status === 200 && isUnchanged(headers, request.headers)) response.writeHead(304, headers).end();
  else response.writeHead(status, { 'content-length': body.byteLength, ...headers }).end(body);
}

function isUnchanged(own: Record<string, string | string[]>, asked: IncomingHttpHeaders): boolean {
  if (asked['if-none-match'] !== undefined) return asked['if-none-match'] === own.etag;
  return asked['if-modified-since'] !== undefined && asked['if-modified-since'] === own['last-modified'];
}

function lowerCaseNames(headers: Record<string, string | string[]>): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function recordRequest(request: IncomingMessage, connection: number): ServedRequest {
  const { method = 'GET', url = '/', headers, socket } = request;
  return { method, path: url, host: headers.host ?? '', headers, address: socket.localAddress ?? '', connection };
}

function connectionCounter(): (socket: Socket) => number {
  const numbers = new WeakMap<Socket, number>();
  let count = 0;
  return (socket) => {
    const known = numbers.get(socket);
    if (known !== undefined) return known;
    count += 1;
    numbers.set(socket, count);
    return count;
  };
}

/** The port that the first address gets is asked of the others; should one of them be using it, another round finds another. */
async function listenOnAll(addresses: readonly string[], onRequest: Handler, rounds = 20): Promise<Server[]> {
  const servers: Server[] = [];
  let port = 0;
  try {
    for (const address of addresses) {
      const server = createServer(onRequest);
      servers.push(server);
      server.listen(port, address);
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
    }
    return servers;
  } catch (error) {
    await Promise.all(servers.filter((server) => server.listening).map(closeServer));
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken || rounds === 1) throw error;
    return listenOnAll(addresses, onRequest, rounds - 1);
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
