// One PostgreSQL for a whole test run: started before the first file, gone after the last. node --test-global-setup loads this.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../embedded/postgres.ts';
import { readPostmaster } from '../embedded/postmaster.ts';
import { endOrThrow } from '../errors.ts';
import { migrate } from '../migrate.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '.data', 'tests');
// Nothing in a test run needs to survive the machine.
const FAST = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'log_min_messages=fatal',
  'max_connections=400',
];

let stop: () => Promise<void>;

export async function globalSetup(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await removeAbandoned();
  const folder = join(FOLDER, String(process.pid));
  const server = await startPostgres(folder, FAST).catch(endOrThrow);
  stop = async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const admin = new pg.Client(server.url);
  await admin.connect();
  await admin.query('create database feedherald_template');
  await admin.end();
  const template = new URL(server.url);
  template.pathname = '/feedherald_template';
  await migrate(template.href);
  process.env.FEEDHERALD_TEST_SERVER = server.url; // read by testing/database.ts in the files' own processes
}

export async function globalTeardown(): Promise<void> {
  await stop();
}

/** Servers of runs that were killed: their folders are named by a process that is no more. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(FOLDER)) {
    if (isAlive(Number(name))) continue;
    const left = await readPostmaster(join(FOLDER, name, 'cluster'));
    if (left) process.kill(left.pid, 'SIGKILL');
    await rm(join(FOLDER, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
