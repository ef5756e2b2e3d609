// Everything in one process. `npm start`: brings a PostgreSQL and a playground where none is named.
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { run } from 'graphile-worker';
import { startBot } from './bot.ts';
import { type Config, readConfig, requireSettings } from './config.ts';
import { type Database, databaseOfPool, isConnectionLost, openPool } from './db.ts';
import { keepPostgres } from './embedded/keep_postgres.ts';
import { type Entry, runEntry } from './entry.ts';
import { asError, StartError } from './errors.ts';
import { keepAlive } from './heartbeat.ts';
import { migrate } from './migrate.ts';
import { patient } from './patience.ts';
import { createPlayground } from './playground/server.ts';
import { metricsRoutes } from './web/metrics.ts';
import { startWebServer, type WebServer } from './web/server.ts';
import { canAsk, webhookPlugins } from './web.ts';
import { workerContext } from './worker_context.ts';
import { workerPreset } from './worker_preset.ts';

const HELP = {
  call: 'npm start',
  does: 'Bot, scheduler, worker and web server in one process, with a PostgreSQL and a playground where none is named.',
};
const DATA = join(import.meta.dirname, '..', '.data');
/** How many of its calls the playground remembers. */
const PLAYGROUND_KEEPS = 1_000;

async function start(entry: Entry): Promise<void> {
  const { log, signal, ends } = entry;
  const given = readConfig();
  checkDefaults(given);
  const DATABASE_URL = given.DATABASE_URL ?? (await startOwnDatabase(entry));
  signal.throwIfAborted();
  await migrate(DATABASE_URL);
  const onError = (error: Error) => log.warn({ err: error }, 'the database is away');
  const pool = openPool({ databaseUrl: DATABASE_URL, size: 3, name: 'feedherald web' }, onError);
  ends.push(() => pool.end());
  const db = databaseOfPool(pool);
  const playground = given.TELEGRAM_BOT_TOKEN ? null : newPlayground();
  const plugins = [metricsRoutes(db), ...(playground ? [playground.plugin] : webhookPlugins(given, db))];
  const host = given.HOST ?? '127.0.0.1';
  const server = await startWebServer({ host, port: given.PORT, isHealthy: () => canAsk(db), plugins }, log);
  ends.push(server.close);
  if (playground) pointTo(server, playground.token, given);
  signal.throwIfAborted();
  await startWorker(entry, db);
  await startBot(requireSettings(readConfig(), ['DATABASE_URL', 'TELEGRAM_BOT_TOKEN']), entry);
  say(given, server);
}

async function startOwnDatabase({ ends, fail, log }: Entry): Promise<string> {
  const { url, stop } = await keepPostgres(join(DATA, 'postgres'), {
    onAway: () => log.warn('the PostgreSQL of feedherald ended by itself and is started again'),
    onLost: fail,
  });
  ends.push(stop);
  process.env.DATABASE_URL = url; // where the rest of the process looks for it
  return url;
}

/** A worker that loses its database just as it writes down how a job ended is replaced; its jobs wait for the database to be back. */
async function startWorker({ ends, fail, log, signal }: Entry, db: Database): Promise<void> {
  let worker = await runWorker();
  // graphile-worker waits for no such write, so that its failure is heard of here only.
  process.on('unhandledRejection', (reason) => {
    if (isConnectionLost(reason)) worker.giveUp(reason);
    else fail(asError(reason));
  });
  const replace = async () => {
    for (;;) {
      const fault = await worker.ended;
      if (signal.aborted) return;
      // Without its worker this process would look well and do nothing.
      if (!isConnectionLost(fault)) throw new Error('the worker ended by itself', { cause: fault });
      log.warn({ err: fault }, 'the worker lost its database and begins anew');
      await patient(db, () => undefined).query({ text: 'select 1' });
      if (signal.aborted) return;
      worker = await runWorker();
      if (signal.aborted) return worker.stop(); // told to end while it began: nobody else knows of this one yet
    }
  };
  const replaced = replace().catch((error: unknown) => fail(asError(error)));
  ends.push(async () => {
    await worker.stop();
    await replaced;
  });
}

/** `ended` resolves with what it could not go on after, if anything. */
async function runWorker() {
  const context = workerContext();
  const events = new EventEmitter();
  const signedOff = keepAlive(events, context);
  const runner = await run({ preset: workerPreset(context, events), noHandleSignals: true });
  let fault: unknown = null;
  let stopped: Promise<void> | null = null;
  const ended = runner.promise
    .catch((error: unknown) => {
      fault ??= error;
    })
    .then(() => signedOff)
    .then(() => fault);
  const stop = async () => {
    stopped ??= runner.stop();
    await Promise.all([stopped, ended]);
  };
  return {
    ended,
    stop,
    giveUp: (reason: unknown) => {
      fault ??= reason;
      events.emit('pool:fatalError');
      stop().catch(() => undefined); // `ended` tells
    },
  };
}

/** Both defaults are open to whoever reaches them, so they never start by accident. */
function checkDefaults({ TELEGRAM_BOT_TOKEN, DATABASE_URL, HOST, NODE_ENV }: Config): void {
  if (TELEGRAM_BOT_TOKEN && DATABASE_URL) return;
  const missing = [DATABASE_URL ? '' : 'DATABASE_URL', TELEGRAM_BOT_TOKEN ? '' : 'TELEGRAM_BOT_TOKEN'].filter(Boolean);
  if (NODE_ENV === 'production')
    throw new StartError(`Set ${missing.join(' and ')}: NODE_ENV is production, where nothing is made up for them.`);
  if (HOST && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(HOST))
    throw new StartError(
      `Set ${missing.join(' and ')}, or leave HOST unset: what is made up for them is for this machine only.`,
    );
}

function newPlayground() {
  const token = `7000000001:${randomBytes(24).toString('base64url')}`;
  const stateFile = join(DATA, 'playground.json');
  return { token, ...createPlayground({ token, stateFile, keep: PLAYGROUND_KEEPS }) };
}

/** The rest of the process reads its settings where it would find Telegram's. */
function pointTo({ url }: WebServer, token: string, { FETCH_ALLOW_PRIVATE }: Config): void {
  process.env.TELEGRAM_BOT_TOKEN = token;
  process.env.TELEGRAM_API_ROOT = url;
  process.env.FETCH_ALLOW_PRIVATE = [...FETCH_ALLOW_PRIVATE, new URL(url).host].join(',');
}

function say({ TELEGRAM_BOT_TOKEN, DATABASE_URL }: Config, { url }: WebServer): void {
  const database = DATABASE_URL ? 'the PostgreSQL of DATABASE_URL' : 'a PostgreSQL of its own, kept in .data/';
  console.log(`feedherald runs here: bot, scheduler, worker and web server at ${url}/, on ${database}.`);
  if (TELEGRAM_BOT_TOKEN) {
    console.log('It talks to Telegram, as the bot of TELEGRAM_BOT_TOKEN.');
    console.log('Next: send /start to your bot. Ctrl-C ends it.');
    return;
  }
  console.log(
    `Instead of Telegram there is a playground: open ${url}/ and chat with the bot (TELEGRAM_BOT_TOKEN is not set).`,
  );
  console.log(
    `Next: pick a chat and send /subscribe ${url}/playground/feed.xml, which has a new item every minute. Ctrl-C ends it.`,
  );
}

await runEntry(HELP, start);
