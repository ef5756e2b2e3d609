// The stub from the outside.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export type Taken = { taken: number; firstAt: number; lastAt: number };
export type Stub = Awaited<ReturnType<typeof startStub>>;

export async function startStub() {
  const child = fork(join(import.meta.dirname, 'telegram_stub.ts'));
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const ask = async (what: 'reset' | 'count'): Promise<Taken> => {
    const answer = once(child, 'message');
    child.send(what);
    return ((await answer) as [Taken])[0];
  };
  return {
    url: `http://127.0.0.1:${port}`,
    reset: () => ask('reset'),
    /** Waits until so many messages were taken, or none came for `idleMs`. */
    untilTaken: async (count: number, idleMs = 20_000): Promise<Taken> => {
      for (;;) {
        const now = await ask('count');
        if (now.taken >= count || (now.lastAt > 0 && Date.now() - now.lastAt > idleMs)) return now;
        await wait(100);
      }
    },
    stop: () => child.kill(),
  };
}

export function perSecond({ taken, firstAt, lastAt }: Taken): number {
  return ((taken - 1) / (lastAt - firstAt)) * 1000;
}
