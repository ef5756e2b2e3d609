// Numbers for whoever watches the bot, as Prometheus reads them. Counts only: the port may be public, and a host's name may be a secret.
import type { FastifyPluginAsync } from 'fastify';
import { Gauge, Registry } from 'prom-client';
import type { Queryable } from '../db.ts';
import { type HostCrowd, readHostCrowd } from '../store/hosts.ts';
import { readLateEnds } from '../store/send_budget.ts';

type Figures = HostCrowd & { lateEnds: number };

const HELP: Record<keyof Figures, [name: string, help: string]> = {
  crowded: [
    'feedherald_hosts_crowded',
    'Hosts with more due feeds than they allow for: the intervals of these feeds are stretched',
  ],
  mostStretch: [
    'feedherald_host_stretch_max',
    'By what the intervals of the most crowded host are stretched, 1 where none is',
  ],
  resting: ['feedherald_hosts_resting', 'Hosts that asked to be left alone for a while'],
  lateEnds: [
    'feedherald_late_ends',
    'Messages whose end was written after the lease of their sender had run out, or twice since an answer was lost',
  ],
};

/** `GET /metrics`. The database is asked each time, so that every process tells the same. */
export function metricsRoutes(db: Queryable): FastifyPluginAsync {
  const registry = new Registry();
  const gauges = Object.entries(HELP).map(([key, [name, help]]) => {
    return { key: key as keyof Figures, gauge: new Gauge({ name, help, registers: [registry] }) };
  });
  return async (app) => {
    app.get('/metrics', async (_request, reply) => {
      const figures: Figures = { ...(await readHostCrowd(db)), lateEnds: await readLateEnds(db) };
      for (const { key, gauge } of gauges) gauge.set(figures[key]);
      return reply.type(registry.contentType).send(await registry.metrics());
    });
  };
}
