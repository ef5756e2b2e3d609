// The bot process: takes Telegram's updates in, and answers them. `npm run bot`.
import { setTimeout as wait } from 'node:timers/promises';
import { handleUpdate } from './chat/handle_update.ts';
import { handleInbox } from './chat/inbox.ts';
import { chatOf } from './chat/incoming.ts';
import { setMenu } from './chat/menu.ts';
import { createRights } from './chat/rights.ts';
import { type Config, readConfig, requireSettings } from './config.ts';
import { type Database, databaseOfPool, openPool } from './db.ts';
import { createBudget } from './delivery/budget.ts';
import { type Entry, runEntry } from './entry.ts';
import { asError, StartError } from './errors.ts';
import type { Logger } from './log.ts';
import { patient } from './patience.ts';
import { type Leadership, lead } from './store/leadership.ts';
import { insertUpdates, type StoredUpdate } from './store/updates.ts';
import { createTelegramClient, type TelegramClient } from './telegram/client.ts';
import { pollUpdates } from './telegram/poll_updates.ts';
import { webhookUrl } from './web/webhook.ts';

const HELP = { call: 'npm run bot', does: "Takes Telegram's updates in, and answers them." };
const POOL_SIZE = 5;
const RETRY_MS = 2_000;

type BotConfig = Config & { DATABASE_URL: string; TELEGRAM_BOT_TOKEN: string };

/**
 * Start the bot, and have it ended with the process.
 * @throws StartError when Telegram does not know the token
 */
export async function startBot(config: BotConfig, { log, signal, ends }: Omit<Entry, 'fail'>): Promise<void> {
  const telegram = createTelegramClient({ token: config.TELEGRAM_BOT_TOKEN, apiRoot: config.TELEGRAM_API_ROOT });
  const onAway = (error: Error) => log.warn({ err: error }, 'the database is away, waiting for it');
  const pool = openPool({ databaseUrl: config.DATABASE_URL, size: POOL_SIZE, name: 'feedherald bot' }, onAway);
  ends.push(() => pool.end());
  const db = patient(databaseOfPool(pool), onAway);
  const self = await introduce(telegram, config, { log, signal });
  const ending = new AbortController();
  const work = createWork({ config, telegram, db, self, log });
  const supervised = supervise(config.DATABASE_URL, work, ending.signal, log);
  ends.push(() => {
    ending.abort();
    return supervised;
  });
}

type Self = { id: number; username: string };

/** Who we are, how updates come, and the menu. */
async function introduce(
  telegram: TelegramClient,
  config: BotConfig,
  entry: Pick<Entry, 'log' | 'signal'>,
): Promise<Self> {
  const self = await callUntilDone<Self>(telegram, 'getMe', {}, entry);
  const webhook = webhookUrl(config);
  if (webhook === null) await callUntilDone(telegram, 'deleteWebhook', {}, entry);
  else await callUntilDone(telegram, 'setWebhook', webhook, entry);
  await setMenu(telegram, entry.log);
  return self;
}

/** Telegram may be away when we start, which is no reason not to. */
async function callUntilDone<Result>(
  telegram: TelegramClient,
  method: string,
  payload: object,
  { log, signal }: Pick<Entry, 'log' | 'signal'>,
): Promise<Result> {
  for (;;) {
    const outcome = await telegram.call<Result>(method, payload, { signal });
    signal.throwIfAborted();
    if (outcome.kind === 'ok') return outcome.result;
    if (outcome.kind === 'unauthorized')
      throw new StartError('Telegram does not know TELEGRAM_BOT_TOKEN: copy it from @BotFather once more.');
    if (outcome.kind === 'refused') throw new StartError(`Telegram refused ${method}: ${outcome.words}`);
    log.warn({ method, outcome }, 'Telegram cannot be reached, trying again');
    await wait(outcome.kind === 'throttled' ? outcome.waitMs : RETRY_MS, undefined, { signal });
  }
}

type WorkDeps = { config: BotConfig; telegram: TelegramClient; db: Database; self: Self; log: Logger };

/** What the leading process does: store updates as they come (unless a webhook brings them), and handle what is stored. */
function createWork({ config, telegram, db, self, log }: WorkDeps) {
  const budget = createBudget(db, config.TELEGRAM_MESSAGES_PER_SECOND);
  const deps = {
    db,
    telegram,
    budget,
    log,
    rights: createRights(telegram),
    username: self.username,
    botTelegramId: String(self.id),
    limits: { subscriptions: config.SUBSCRIPTION_LIMIT, filterClauses: config.FILTER_LIMIT },
    ownerId: config.OWNER_TELEGRAM_ID ?? null,
    operatorId: config.ADMIN_TELEGRAM_ID ?? null,
  };
  const store = (updates: { update_id: number }[]) =>
    insertUpdates(
      db,
      updates.map((body) => ({ updateId: String(body.update_id), chatTelegramId: chatOf(body), body })),
    );
  return async ({ signal, woken }: Leadership) => {
    // If one of the two fails, the other is told, and what it has in hand is finished before anybody begins anew.
    const failing = new AbortController();
    const either = { signal: AbortSignal.any([signal, failing.signal]), log };
    const handle = ({ body }: StoredUpdate) => handleUpdate(body, deps);
    const parts = [handleInbox({ db, woken, handle, ...either })];
    if (!config.WEBHOOK_DOMAIN) parts.push(pollUpdates({ telegram, store, ...either }));
    for (const part of parts) part.catch(() => failing.abort());
    await Promise.allSettled(parts);
    await Promise.all(parts);
  };
}

async function supervise(
  databaseUrl: string,
  work: (leadership: Leadership) => Promise<void>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await lead(databaseUrl, signal, work);
    } catch (error) {
      log.warn({ err: asError(error) }, 'the bot lost its place, trying again');
    }
    // The wait's rejection says that the process ends.
    if (!signal.aborted) await wait(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}

if (import.meta.main)
  await runEntry(HELP, (entry) =>
    startBot(requireSettings(readConfig(), ['DATABASE_URL', 'TELEGRAM_BOT_TOKEN']), entry),
  );
