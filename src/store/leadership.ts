// One process at a time asks Telegram for updates: a second getUpdates would get a 409, and both would lose.
import pg from 'pg';

/** A session advisory lock: it ends with its connection, so a killed leader makes room at once. */
const LEADER_LOCK = 7_300_002;
const CHANNEL = 'feedherald_updates';

export type Leadership = {
  /** aborted when the connection that holds the lock is lost, or is given up */
  signal: AbortSignal;
  /** resolves when updates were stored; each call waits for the next time */
  woken(): Promise<void>;
};

/** A connection that is half open would keep us leading while another process leads too. */
const ALIVE_EVERY_MS = 15_000;
const ALIVE_WITHIN_MS = 10_000;

/**
 * Wait until this process leads, then run `work` for as long as it does. It leads until `work` has returned: what it has in hand
 * when it is told to end is finished before another one begins.
 * @param signal gives up waiting; `work` is told and ends by itself
 * @throws what the database said, or what `work` threw
 */
export async function lead(
  databaseUrl: string,
  signal: AbortSignal,
  work: (leadership: Leadership) => Promise<void>,
): Promise<void> {
  // A connection of its own, without time limits: it waits for the lock as long as another process leads.
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'feedherald leader',
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  const lost = new AbortController();
  for (const event of ['error', 'end'] as const) client.on(event, () => lost.abort());
  try {
    if (!(await takeLock(client, signal))) return;
    const timer = setInterval(() => stayAlive(client).catch(() => lost.abort()), ALIVE_EVERY_MS);
    try {
      await work({ signal: AbortSignal.any([signal, lost.signal]), woken: await listen(client) });
    } finally {
      clearInterval(timer);
    }
  } finally {
    await client.end();
  }
}

/** @returns false when `signal` came first */
async function takeLock(client: pg.Client, signal: AbortSignal): Promise<boolean> {
  const giveUp = () => void client.end();
  signal.addEventListener('abort', giveUp);
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [LEADER_LOCK]);
    return !signal.aborted;
  } catch (error) {
    if (signal.aborted) return false; // whoever gave up waiting has cut the connection: that is no fault
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

async function stayAlive(client: pg.Client): Promise<void> {
  const question: pg.QueryConfig & { query_timeout: number } = { text: 'select 1', query_timeout: ALIVE_WITHIN_MS };
  await client.query(question);
}

async function listen(client: pg.Client): Promise<() => Promise<void>> {
  let wake = Promise.withResolvers<void>();
  client.on('notification', () => {
    wake.resolve();
    wake = Promise.withResolvers();
  });
  await client.query(`listen ${CHANNEL}`);
  return () => wake.promise;
}
