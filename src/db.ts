// Connections to PostgreSQL: what a query function may ask for, the pool, and transactions.
import pg from 'pg';

/** A pool, a client or a transaction: all that a store function needs. */
export type Queryable = {
  query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>>;
};

/** A Queryable that can also open a transaction; `work` commits when it returns and rolls back when it throws. */
export type Database = Queryable & {
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
};

/** Nothing may wait for ever inside the database: the limits every connection of ours carries, in milliseconds. */
const TIMEOUTS = { statement_timeout: 30_000, lock_timeout: 10_000, idle_in_transaction_session_timeout: 30_000 };

/** The connection string with our time limits and name in it, so that pools we do not build ourselves (graphile-worker's) have them too. */
export function connectionStringWithLimits(databaseUrl: string, applicationName: string): string {
  const url = new URL(databaseUrl);
  const options = Object.entries(TIMEOUTS).map(([name, ms]) => `-c ${name}=${ms}`);
  url.searchParams.set('options', [url.searchParams.get('options'), ...options].filter(Boolean).join(' '));
  url.searchParams.set('application_name', applicationName);
  return url.href;
}

/**
 * @param onError told when an idle connection breaks (the server restarted, say); without a listener Node would end the process
 */
export function openPool(
  { databaseUrl, size, name }: { databaseUrl: string; size: number; name: string },
  onError: (error: Error) => void,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: connectionStringWithLimits(databaseUrl, name),
    max: size,
    connectionTimeoutMillis: 10_000,
  });
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

export function databaseOfPool(pool: pg.Pool): Database {
  return databaseOf(async (work) => {
    const client = await pool.connect();
    let failure: Error | undefined;
    try {
      return await work(client);
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      client.release(failure !== undefined && isConnectionLost(failure));
    }
  });
}

/** graphile-worker lends a client per call; this makes of it what our functions take. */
export function databaseOf(withClient: <T>(work: (client: pg.ClientBase) => Promise<T>) => Promise<T>): Database {
  return {
    query: (query) => withClient((client) => client.query(query)),
    transaction: (work) => withClient((client) => inTransaction(client, work)),
  };
}

async function inTransaction<T>(client: pg.ClientBase, work: (tx: Queryable) => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work({ query: (query) => client.query(query) });
    await client.query('commit');
    return result;
  } catch (error) {
    // A connection that is gone has rolled back already, and its own error is the one to tell.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

// Class 08: connection exceptions; 57P01-03: the server is going down, crashed or not up yet; 53300: too many connections.
const LOST = /^(08...|57P0[1-3]|53300)$/;
const LOST_SYSTEM = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

// 40P01: a deadlock, and this transaction was chosen to end; 40001: a serialization failure; 55P03: a lock was waited for too long.
const ROLLED_BACK = /^(40P01|40001|55P03)$/;

/** Whether an error says that somebody else's transaction was in the way: ours has changed nothing, and may be tried again. */
export function isRolledBack(error: unknown): boolean {
  return error instanceof Error && ROLLED_BACK.test((error as { code?: string }).code ?? '');
}

/** A statement that took too long and was cancelled: it has changed nothing either, but may take as long the next time. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error as { code?: string }).code === '57014';
}

/** Whether what failed is to be done again later, since the database was away or busy, not because of what it was asked. */
export function isPassing(error: unknown): boolean {
  return isConnectionLost(error) || isRolledBack(error);
}

/** Whether an error says that the database was away, as opposed to refusing what it was asked. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string };
  if (code !== undefined) return LOST.test(code) || LOST_SYSTEM.has(code);
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
    error.message,
  );
}
