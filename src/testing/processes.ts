// Our processes as an operator starts them, for tests that kill them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

const ROOT = join(import.meta.dirname, '..', '..');
const WAIT_MS = 60_000;

export type Process = {
  child: ChildProcess;
  /** send a signal to it, and to its whole group where it leads one, as a terminal's Ctrl-C does */
  kill(signal: NodeJS.Signals): void;
  /** all that it has written so far */
  output(): string;
  /** resolves when its output matches; rejects when it ends before, or a minute has passed */
  says(pattern: RegExp): Promise<void>;
  /** resolves with its exit code, or the signal that ended it */
  ended: Promise<number | NodeJS.Signals>;
};

const SCRIPTS = {
  start: ['src/main.ts'],
  bot: ['src/bot.ts'],
  web: ['src/web.ts'],
  migrate: ['src/migrate.ts'],
  test: ['--test', '--test-global-setup=./src/testing/global_setup.ts'],
  worker: ['node_modules/graphile-worker/dist/cli.js', '--crontab', 'crontab'],
} as const;

export type ProcessOptions = {
  env?: Record<string, string | undefined>;
  /** the checkout to run in; this one unless said otherwise */
  folder?: string;
};

/** Start what `npm run <script>` starts, without npm between us and its signals. Killed with the test if it still runs. */
export function startProcess(
  t: Pick<TestContext, 'after'>,
  script: keyof typeof SCRIPTS,
  { env = {}, folder = ROOT }: ProcessOptions = {},
): Process {
  return watch(
    t,
    spawn(process.execPath, ['-r', './guard.cjs', ...SCRIPTS[script]], { cwd: folder, env: cleanEnv(env) }),
  );
}

/** Where `npm start` serves, once all of it is up. */
export async function addressOf(started: Process): Promise<string> {
  await started.says(/Next: /);
  return /server at (http:\S+?)\/,/.exec(started.output())![1]!;
}

/** Start any command in the checkout, in a process group of its own, which is killed with the test. */
export function startCommand(
  t: Pick<TestContext, 'after'>,
  [command, ...args]: [string, ...string[]],
  { env = {}, folder = ROOT }: ProcessOptions = {},
): Process {
  return watch(t, spawn(command, args, { cwd: folder, env: cleanEnv(env), detached: true }), true);
}

/** Without the settings of the machine the tests run on. */
function cleanEnv(env: Record<string, string | undefined>): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG, ...env };
}

function watch(t: Pick<TestContext, 'after'>, child: ChildProcess, isGroup = false): Process {
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString('utf8');
    child.emit('output');
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const ended = once(child, 'close').then(([code, signal]) => signal ?? code);
  t.after(async () => {
    kill(child, 'SIGKILL', isGroup);
    await ended;
  });
  return {
    child,
    kill: (signal) => kill(child, signal, isGroup),
    output: () => output,
    says: (pattern) =>
      untilOutput(
        child,
        () => pattern.test(output),
        () => output,
      ),
    ended,
  };
}

/** A runner may end before those it started, so a group is killed whether or not its leader lives. */
function kill(child: ChildProcess, signal: NodeJS.Signals, isGroup: boolean): void {
  if (!isGroup) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid!, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // nobody is left of it
  }
}

async function untilOutput(child: ChildProcess, isThere: () => boolean, output: () => string): Promise<void> {
  const deadline = AbortSignal.timeout(WAIT_MS);
  while (!isThere()) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the process ended first:\n${output()}`);
    const changed = new AbortController();
    const signal = AbortSignal.any([deadline, changed.signal]);
    await Promise.race([once(child, 'output', { signal }), once(child, 'close', { signal })]).catch((cause) => {
      throw new Error(`the process did not say it within ${WAIT_MS} ms:\n${output()}`, { cause });
    });
    changed.abort();
  }
}
