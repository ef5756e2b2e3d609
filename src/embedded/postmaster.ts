// Who runs a PostgreSQL cluster right now, read from its postmaster.pid.
import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** postmaster.pid: line 1 is the process, line 4 the port. Null when no server runs on `data`, whatever the file says. */
export async function readPostmaster(data: string): Promise<{ pid: number; port: number } | null> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 && isRunning(pid, data) ? { pid, port } : null;
}

/**
 * Whether process `pid` is the server of `data`. Pids are used again (in containers at once), so the number alone says nothing:
 * a server works inside its data folder, which Linux shows; elsewhere a living process is believed.
 */
export function isRunning(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    // A process that ended and whose parent has not looked yet is still in the table.
    if (/^\S+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return false;
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}

/**
 * Remove the postmaster.pid of a server that crashed, whose number another process may have by now: PostgreSQL would refuse to start.
 * @returns whether there was one
 */
export async function removeStalePid(data: string): Promise<boolean> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file) || (await readPostmaster(data)) !== null) return false;
  await rm(file, { force: true });
  return true;
}
