// A real PostgreSQL for people who have none: its own cluster in a folder, loopback only, behind a random password.
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { access, chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { asError, StartError } from '../errors.ts';
import { type Binaries, chooseUser, findBinaries, type RunAs, spawnAs } from './binaries.ts';
import { isRunning, readPostmaster, removeStalePid } from './postmaster.ts';

const START_TIMEOUT_MS = 60_000;
const CRASH_TRIES = 20;
const LEAVE_TIMEOUT_MS = 2_000; // for connections that are just being closed
const OWNER_LOCK = 7_300_001; // an advisory lock: whoever holds it is the one feedherald that uses this cluster

export type EmbeddedPostgres = {
  /** connection string of its database `feedherald` */
  url: string;
  /** resolves when the server is not to be spoken to any more: it was stopped, or ended or began anew by itself */
  left: Promise<void>;
  stop(): Promise<void>;
};

type Cluster = { folder: string; data: string; logFile: string; password: string; binaries: Binaries; user: RunAs };

/**
 * Bring up the cluster in `folder`, making it the first time. One left running by a feedherald that was killed is taken over;
 * one that another feedherald uses is not touched.
 * @param settings extra `name=value` settings of the server
 * @param port where it is to listen, if it is not running already; a free one unless said otherwise
 * @throws StartError with a sentence when the binaries are missing, the folder is in use, or the server does not come up
 */
export async function startPostgres(
  folder: string,
  settings: string[] = [],
  port: number | null = null,
): Promise<EmbeddedPostgres> {
  const cluster = await prepareCluster(folder);
  const inUse = (await findLiving(cluster)) ?? (await startServer(cluster, settings, port ?? (await freePort())));
  const url = (database: string) => `postgres://postgres:${cluster.password}@127.0.0.1:${inUse}/${database}`;
  const owner = await becomeOwner(url('postgres'), folder);
  const left = new Promise<void>((resolve) => owner.once('end', resolve));
  await createDatabase(owner);
  return {
    url: url('feedherald'),
    left,
    stop: async () => {
      await untilAlone(owner).catch(() => undefined); // a server that is gone already has nobody
      await owner.end();
      await stopServer(cluster);
    },
  };
}

async function prepareCluster(folder: string): Promise<Cluster> {
  const [binaries, user] = await Promise.all([findBinaries(), chooseUser()]);
  const data = join(folder, 'cluster');
  await mkdir(folder, { recursive: true });
  const password = await readPassword(join(folder, 'password'));
  if (user) await chown(folder, user.uid, user.gid);
  const cluster = { folder, data, logFile: join(folder, 'postgres.log'), password, binaries, user };
  if (!(await exists(data))) await createCluster(cluster);
  return cluster;
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

async function readPassword(file: string): Promise<string> {
  if (!(await exists(file))) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' });
  await chmod(file, 0o600);
  return readFile(file, 'utf8');
}

/** initdb beside the final place, then a rename: a start that was killed half way leaves nothing that looks like a cluster. */
async function createCluster({ folder, data, password, binaries, user }: Cluster): Promise<void> {
  const unfinished = `${data}.new`;
  const passwordFile = join(folder, 'initdb.password');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  const args = ['-D', unfinished, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  // The builtin provider sorts alike on every machine and knows Unicode's letters, whatever the system's locales are.
  args.push('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  try {
    await runToEnd(spawnAs(user, binaries.initdb, args, [unfinished], 'pipe'));
  } catch (cause) {
    throw Object.assign(
      new StartError(`PostgreSQL could not make its data folder ${data}: ${asError(cause).message}`, 1),
      { cause },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, data);
}

function runToEnd(child: ReturnType<typeof spawnAs>): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk) => (said += chunk));
    child.stderr?.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(said.trim().split('\n').slice(-3).join(' '))),
    );
  });
}

/** The port of a server that runs on this cluster already. One that is just dying is waited for, and is none. */
async function findLiving({ data, password }: Cluster): Promise<number | null> {
  const living = await readPostmaster(data);
  if (living === null) return null;
  const trouble = await untilItAnswers(living.port, password, () => isRunning(living.pid, data));
  if (trouble === null) return living.port;
  if (!isRunning(living.pid, data)) return null;
  throw new StartError(`The PostgreSQL of ${data} runs as process ${living.pid} but does not answer: ${trouble}`, 1);
}

async function startServer(cluster: Cluster, settings: string[], port: number): Promise<number> {
  const hasCrashed = await removeStalePid(cluster.data);
  // Processes of a server that was killed hold its memory for a moment, and PostgreSQL does not start beside them.
  for (let tries = hasCrashed ? CRASH_TRIES : 1; ; tries -= 1) {
    const trouble = await launch(cluster, settings, port);
    if (trouble === null) return port;
    if (tries === 1) throw new StartError(`PostgreSQL did not start (${trouble}): ${cluster.logFile} says why.`, 1);
    await wait(250);
  }
}

/** @returns null once it answers, or why it does not */
async function launch(cluster: Cluster, settings: string[], port: number): Promise<string | null> {
  const all = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...settings,
  ];
  const log = openSync(cluster.logFile, 'a', 0o600);
  const args = ['-D', cluster.data, ...all.flatMap((setting) => ['-c', setting])];
  const server = spawnAs(cluster.user, cluster.binaries.postgres, args, [cluster.data], log);
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    server.once('error', (error) => resolve(error.message));
    server.once('exit', (code, signal) => resolve(`it ended with ${signal ?? code}`));
  });
  server.unref();
  return Promise.race([ended, untilItAnswers(port, cluster.password, () => server.exitCode === null)]);
}

/** @returns null once it answers, or what it said last when it never did, or is no more */
async function untilItAnswers(port: number, password: string, isAlive = () => true): Promise<string | null> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let last = '';
  while (Date.now() < deadline && isAlive()) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' });
    client.on('error', () => undefined); // a server that is still recovering hangs up; the next try tells
    const answer = await client.connect().then(() => null, asError);
    await client.end();
    if (answer === null) return null;
    last = answer.message;
    await wait(50);
  }
  return last;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

async function becomeOwner(url: string, folder: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'feedherald owner' });
  client.on('error', () => undefined); // the pools of this process report a server that went away
  await client.connect();
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [OWNER_LOCK]);
  if (rows[0]?.mine) return client;
  await client.end();
  throw new StartError(`Another feedherald is running on ${folder}: stop that one first, or set DATABASE_URL.`, 1);
}

async function createDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(`select from pg_database where datname = 'feedherald'`);
  if (rowCount === 0) await client.query('create database feedherald');
}

/**
 * Resolves when nobody else is connected, or does not leave. A shutdown is told to whoever still is, and graphile-worker takes its
 * listeners from connections that it does not wait for: such news would end the process.
 */
async function untilAlone(owner: pg.Client): Promise<void> {
  const deadline = Date.now() + LEAVE_TIMEOUT_MS;
  const others = `select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;
  while (Date.now() < deadline && (await owner.query(others)).rowCount !== 0) await wait(20);
}

/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, the data is left clean. */
async function stopServer(cluster: Cluster): Promise<void> {
  const living = await readPostmaster(cluster.data);
  if (living === null) return;
  process.kill(living.pid, 'SIGINT');
  const deadline = Date.now() + 20_000;
  while (isRunning(living.pid, cluster.data) && Date.now() < deadline) await wait(20);
}
