// The web server: its routes are plugins, since `npm start` adds the playground's to those of `npm run web`.
import { isIP } from 'node:net';
import fastify, { type FastifyPluginAsync } from 'fastify';
import { StartError } from '../errors.ts';
import type { Logger } from '../log.ts';

export type WebServer = { url: string; close(): Promise<void> };

/**
 * @param isHealthy whether this process can do its work
 * @throws StartError when the port is taken or may not be used
 */
export async function startWebServer(
  {
    host,
    port,
    isHealthy,
    plugins,
  }: { host: string; port: number; isHealthy: () => Promise<boolean>; plugins: FastifyPluginAsync[] },
  log: Logger,
): Promise<WebServer> {
  const app = fastify({ forceCloseConnections: true });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ err: error, path: request.url.split('?')[0] }, 'a request failed');
    return reply.code(status).send();
  });
  for (const plugin of plugins) await app.register(plugin);
  app.get('/health', async (_request, reply) => {
    const healthy = await isHealthy();
    return reply.code(healthy ? 200 : 503).send({ status: healthy ? 'ok' : 'the database is away' });
  });
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw explain(error as NodeJS.ErrnoException, host, port);
  }
  const { port: actual } = app.server.address() as { port: number };
  return { url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${actual}`, close: async () => app.close() };
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(`Port ${port} of ${host} is taken: stop what uses it, or set PORT to another one.`);
    case 'EACCES':
      return new StartError(`Port ${port} may not be used by this user: set PORT to one from 1024 on.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`HOST ${host} is not an address of this machine.`);
    default:
      return error;
  }
}
