// The web process: health for the platform, and Telegram's webhook where one is set. `npm run web`.
import { chatOf } from './chat/incoming.ts';
import { type Config, readConfig, requireSettings } from './config.ts';
import { databaseOfPool, openPool, type Queryable } from './db.ts';
import { type Entry, runEntry } from './entry.ts';
import { insertUpdates } from './store/updates.ts';
import { metricsRoutes } from './web/metrics.ts';
import { startWebServer } from './web/server.ts';
import { webhookRoutes } from './web/webhook.ts';

const HELP = {
  call: 'npm run web',
  does: "Answers health checks and metrics, and takes Telegram's updates in where WEBHOOK_DOMAIN is set.",
};
const POOL_SIZE = 5;

async function startWeb(config: Config & { DATABASE_URL: string }, { log, ends }: Entry): Promise<void> {
  const onError = (error: Error) => log.warn({ err: error }, 'the database is away');
  const pool = openPool({ databaseUrl: config.DATABASE_URL, size: POOL_SIZE, name: 'feedherald web' }, onError);
  ends.push(() => pool.end());
  const host = config.HOST ?? (config.NODE_ENV === 'production' ? '0.0.0.0' : '127.0.0.1');
  const db = databaseOfPool(pool);
  const plugins = [metricsRoutes(db), ...webhookPlugins(config, db)];
  const server = await startWebServer({ host, port: config.PORT, isHealthy: () => canAsk(db), plugins }, log);
  ends.push(server.close);
  log.info({ url: server.url }, 'the web server is up');
}

/** None without a webhook. */
export function webhookPlugins({ WEBHOOK_DOMAIN, WEBHOOK_SECRET }: Config, db: Queryable) {
  if (!WEBHOOK_DOMAIN || !WEBHOOK_SECRET) return [];
  const store = (body: { update_id: number }) =>
    insertUpdates(db, [{ updateId: String(body.update_id), chatTelegramId: chatOf(body), body }]);
  return [webhookRoutes(WEBHOOK_SECRET, store)];
}

export async function canAsk(db: Queryable): Promise<boolean> {
  return db.query({ text: 'select 1' }).then(
    () => true,
    () => false,
  );
}

if (import.meta.main)
  await runEntry(HELP, async (entry) => {
    const config = readConfig();
    // A webhook without a token would be set by nobody.
    requireSettings(config, config.WEBHOOK_DOMAIN ? ['DATABASE_URL', 'TELEGRAM_BOT_TOKEN'] : ['DATABASE_URL']);
    return startWeb(requireSettings(config, ['DATABASE_URL']), entry);
  });
