// `npm run sql -- "select …"`: asks the database that DATABASE_URL names, or the one that `npm start` has running. For looking at the
// queue at work on a machine that has no psql.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from './config.ts';
import { readPostmaster } from './embedded/postmaster.ts';
import { runEntry } from './entry.ts';
import { StartError } from './errors.ts';

const HELP = {
  call: 'npm run sql -- "select …"',
  does: 'Asks the database of DATABASE_URL, or that of the `npm start` that runs beside it.',
};
const FOLDER = join(import.meta.dirname, '..', '.data', 'postgres');

async function findDatabase(): Promise<string> {
  const { DATABASE_URL } = readConfig();
  if (DATABASE_URL) return DATABASE_URL;
  const running = await readPostmaster(join(FOLDER, 'cluster'));
  if (running === null) throw new StartError('No database to ask: set DATABASE_URL, or run `npm start` beside this.');
  const password = await readFile(join(FOLDER, 'password'), 'utf8');
  return `postgres://postgres:${password}@127.0.0.1:${running.port}/feedherald`;
}

await runEntry(HELP, async () => {
  const [statement] = process.argv.slice(2);
  if (!statement) throw new StartError(`usage: ${HELP.call}`, 64);
  const client = new pg.Client(await findDatabase());
  await client.connect();
  try {
    const { rows } = await client.query(statement);
    console.table(rows);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw new StartError(`PostgreSQL refuses that: ${error.message}`, 1);
  } finally {
    await client.end();
  }
});
