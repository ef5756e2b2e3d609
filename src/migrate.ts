// Brings the database up to date: our files in sql/, then graphile-worker's own, on one direct connection. `npm run migrate`.
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { migrate as migrateOurs } from 'postgres-migrations';
import { readConfig, requireSettings } from './config.ts';
import { runEntry } from './entry.ts';

const HELP = { call: 'npm run migrate', does: 'Brings the database up to date.' };
const FOLDER = join(import.meta.dirname, '..', 'sql');

/** @returns the names of our files that were new to this database */
export async function migrate(databaseUrl: string): Promise<string[]> {
  // No time limits here: a migration may rightly take long. postgres-migrations takes its own advisory lock against a second one.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, application_name: 'feedherald migrate' });
  // A connection lost in the middle fails the statement that runs on it; the event itself must only be heard (graphile-worker checks).
  for (const event of ['error', 'connect'] as const)
    pool.on(
      event,
      (subject: pg.PoolClient | Error) => subject instanceof Error || subject.on('error', () => undefined),
    );
  try {
    const client = await pool.connect();
    const applied = await migrateOurs({ client }, FOLDER).finally(() => client.release());
    await runMigrations({ pgPool: pool });
    return applied.map((migration) => migration.fileName);
  } finally {
    await pool.end();
  }
}

if (import.meta.main)
  await runEntry(HELP, async ({ log }) => {
    const { DATABASE_URL } = requireSettings(readConfig(), ['DATABASE_URL']);
    const applied = await migrate(DATABASE_URL);
    log.info({ applied }, 'the database is up to date');
  });
