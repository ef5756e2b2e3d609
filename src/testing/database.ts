// A database of its own for each test file, copied from the migrated template of the run.
import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import pg from 'pg';
import { type Database, databaseOfPool, openPool } from '../db.ts';

export type TestDatabase = Database & { url: string; pool: pg.Pool };

/** Call at the top of a test file; the database is dropped after its last test. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env.FEEDHERALD_TEST_SERVER;
  if (!server) throw new Error('run tests with `npm test -- FILE`, which starts their PostgreSQL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, `create database ${name} template feedherald_template`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  // A connection that breaks while idle is dropped by the pool, and the next query of the test tells.
  const pool = openPool({ databaseUrl: url.href, size: 20, name: 'feedherald test' }, () => undefined);
  after(async () => {
    await pool.end();
    await asAdmin(server, `drop database ${name} with (force)`);
  });
  return { ...databaseOfPool(pool), url: url.href, pool };
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
