// A PostgreSQL that can be killed and comes back at the same address: a proxy stands before it, since each start takes another port.
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { startPostgres } from '../../src/embedded/postgres.ts';
import { readPostmaster } from '../../src/embedded/postmaster.ts';

// What was committed must outlive a kill of the server, not one of the machine.
const SETTINGS = ['fsync=off', 'max_connections=300', 'log_min_messages=panic'];

export type FragilePostgres = {
  url: string;
  /** SIGKILL, then bring it up again, recovery included */
  crash(): Promise<void>;
  /** stop it and remove its folder */
  stop(): Promise<void>;
};

export async function startFragilePostgres(folder: string): Promise<FragilePostgres> {
  let server = await startPostgres(folder, SETTINGS);
  const proxy = await startProxy(() => Number(new URL(server.url).port));
  const url = new URL(server.url);
  url.port = String(proxy.port);
  return {
    url: url.href,
    crash: async () => {
      const postmaster = await readPostmaster(join(folder, 'cluster'));
      process.kill(postmaster!.pid, 'SIGKILL');
      proxy.cut();
      server = await startPostgres(folder, SETTINGS);
    },
    stop: async () => {
      proxy.cut();
      await proxy.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startProxy(portOfServer: () => number) {
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(portOfServer(), '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      proxy.close();
    },
  };
}
