// The playground: a Bot API server with state, for newcomers (on a page) and for end-to-end tests (by its control object).
//
// It follows Telegram's documentation and the public sources of its Bot API server. What the closed servers behind that do
// (real sending rates, TOPIC_* and BUTTON_* texts, the cap of 100 entities) was never checked against the real API.
import fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import type { Api } from './api.ts';
import { type Control, createControl } from './control.ts';
import type { Flood, FloodLimits } from './flood.ts';
import { createGuard } from './guard.ts';
import { addPageApi } from './page_api.ts';
import { addPageRoutes } from './page_files.ts';
import { addSampleRoutes } from './sample_feed.ts';
import { seedWorld } from './seed.ts';
import { keepState, loadState } from './state_file.ts';
import { addBotRoutes, BODY_LIMIT } from './transport.ts';
import { deliverToWebhook, doublingWaitMs } from './webhook_delivery.ts';
import { createWorld, type Tuning } from './world.ts';

export type PlaygroundOptions = {
  /** as BotFather gives it: digits, a colon, letters */
  token: string;
  /** milliseconds since 1970 */
  now?: () => number;
  /** JSON file that lets chats, messages and ids outlive a restart */
  stateFile?: string;
  /** Host headers that are answered; by default the loopback names with the port in use */
  hosts?: string[];
  flood?: FloodLimits | 'off';
  /** how many calls and stored messages are remembered; all of them unless said otherwise */
  keep?: number;
  /** record unknown methods and parameters in `misuse`; on unless said otherwise */
  strict?: boolean;
  tuning?: Partial<Tuning>;
};

export type Playground = Control & { plugin: FastifyPluginAsync };

const DEFAULT_TUNING: Tuning = {
  repeatedPollHoldMs: 3000,
  allowLoopbackWebhook: true,
  webhookRetryMs: doublingWaitMs,
};

/**
 * The playground as a fastify plugin for another web server, and its control object. Its state file is written until the
 * web server closes.
 * @throws when the state file is there but cannot be read as state
 */
export function createPlayground(options: PlaygroundOptions): Playground {
  const { token, now = Date.now, stateFile, flood = 'off', hosts = null, strict = true } = options;
  const world = createWorld(token, now, { ...DEFAULT_TUNING, ...options.tuning });
  world.flood = createFlood(flood);
  seedWorld(world);
  if (stateFile !== undefined) loadState(world, stateFile);
  const api: Api = { world, calls: [], misuse: [], faults: [], strict };
  if (options.keep !== undefined) forgetOld(api, options.keep);
  return Object.assign(createControl(api), { plugin: createPlugin(api, hosts, stateFile) });
}

/** The playground on a server of its own, on 127.0.0.1 and a free port. */
export async function startPlayground(
  options: PlaygroundOptions,
): Promise<Playground & { url: string; close(): Promise<void> }> {
  const playground = createPlayground(options);
  const app = fastify({ forceCloseConnections: true });
  await app.register(playground.plugin);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(playground, { url, close: async () => app.close() });
}

function createFlood(limits: FloodLimits | 'off'): Flood | null {
  return limits === 'off' ? null : { limits, buckets: new Map(), refusedUntilMs: new Map(), paidMessages: 0 };
}

function createPlugin(api: Api, hosts: string[] | null, stateFile: string | undefined): FastifyPluginAsync {
  return async (app: FastifyInstance) => {
    const closing = new AbortController();
    // Held answers, long polls and event streams would keep the server from closing.
    app.addHook('preClose', async () => closing.abort());
    if (stateFile !== undefined) {
      const stop = keepState(api.world, stateFile, (error) =>
        app.log.error(error, 'the playground cannot write its state'),
      );
      app.addHook('onClose', stop);
    }
    app.addHook('onRequest', createGuard(hosts));
    readBodiesRaw(app);
    addBotRoutes(app, api, closing.signal);
    addPageRoutes(app);
    addPageApi(app, api.world, closing.signal);
    addSampleRoutes(app, api.world);
    deliverToWebhook(api, closing.signal);
  };
}

/** A playground that runs for weeks keeps only its newest records. */
function forgetOld({ calls, misuse, world }: Api, keep: number): void {
  world.events.on('call', () => {
    for (const records of [calls, misuse, world.stored]) {
      if (records.length > 2 * keep) records.splice(0, records.length - keep);
    }
  });
}

/** Every body arrives as bytes: the Bot API has its own rules for reading them. */
function readBodiesRaw(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    async (_request: unknown, body: unknown) => body,
  );
}
