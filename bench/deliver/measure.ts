// The figures, one function each.
import { setTimeout as wait } from 'node:timers/promises';
import { fanOut } from '../../src/delivery/fan_out.ts';
import type { Part } from '../../src/message/part.ts';
import { DOCUMENTED_LIMITS } from '../../src/playground/flood.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';
import { TOKEN } from '../../src/playground/testing.ts';
import type { FeedId } from '../../src/store/ids.ts';
import { createTelegramClient } from '../../src/telegram/client.ts';
import { sendPart } from '../../src/telegram/send.ts';
import { type Process, startProcess } from '../../src/testing/processes.ts';
import { publishNext } from '../chaos/world.ts';
import { type Bench, counted, createDeps, drainWith, fill, quantile, timed } from './setup.ts';
import { perSecond, type Stub } from './stub.ts';

export type Figures = Record<string, string | number>;

/** Real workers, ended with what they were started for. The work begins when all of them are up, however busy the machine is. */
async function withWorkers<T>(
  db: Bench['db'],
  count: number,
  env: Record<string, string>,
  work: () => Promise<T>,
): Promise<T> {
  await db.query({ text: 'truncate workers' });
  const ends: (() => unknown)[] = [];
  const workers: Process[] = Array.from({ length: count }, () =>
    startProcess({ after: (end: () => unknown) => void ends.push(end) }, 'worker', {
      env: { TELEGRAM_BOT_TOKEN: TOKEN, LOG_LEVEL: 'error', ...env },
    }),
  );
  try {
    await untilBeating(db, count);
    return await work();
  } catch (error) {
    for (const worker of workers) console.error(worker.output().slice(-3_000));
    throw error;
  } finally {
    for (const { child } of workers) child.kill('SIGTERM');
    await Promise.all(workers.map(({ ended }) => ended));
    for (const end of ends) await end();
  }
}

async function untilBeating(db: Bench['db'], count: number): Promise<void> {
  const deadline = AbortSignal.timeout(120_000);
  for (let beating = 0; beating < count; ) {
    deadline.throwIfAborted();
    await wait(100);
    const { rows } = await db.query<{ beating: number }>({ text: 'select count(*)::int as beating from workers' });
    beating = rows[0]!.beating;
  }
  await wait(1_000); // they listen a moment later
}

async function withPlayground<T>(
  db: Bench['db'],
  limited: boolean,
  work: (playground: Playground & { url: string }) => Promise<T>,
) {
  const playground = await startPlayground({ token: TOKEN, flood: limited ? DOCUMENTED_LIMITS : 'off' });
  const { rows } = await db.query<{ id: number }>({ text: 'select telegram_id::float8 as id from chats' });
  for (const { id } of rows) playground.createChat({ kind: 'private', personId: playground.createPerson({ id }).id });
  return work(playground).finally(() => playground.close());
}

/** Far below the limits: an item is stored, then Telegram is called. */
export async function measureLatency({ db, url }: Bench, rounds: number): Promise<Figures> {
  const feeds = await fill(db, { chats: rounds, feeds: rounds });
  return withPlayground(db, false, async (playground) =>
    withWorkers(db, 1, { DATABASE_URL: url, TELEGRAM_API_ROOT: playground.url }, async () => {
      const delays: number[] = [];
      for (const [index, feed] of feeds.entries()) {
        await publishNext(db, feed, index, 1);
        const storedAt = Date.now();
        await playground.waitFor(() => playground.calls.length > index, { timeoutMs: 20_000 });
        delays.push(playground.calls[index]!.at - storedAt);
        await wait(100 + Math.random() * 400);
      }
      return { 'stored -> call, ms p50 (goal 50)': quantile(delays, 0.5), 'p99 (goal 500)': quantile(delays, 0.99) };
    }),
  );
}

/** Four processes under the published limits. */
export async function measureLimits({ db, url }: Bench, chats: number): Promise<Figures> {
  const [feed] = await fill(db, { chats, feeds: 1 });
  return withPlayground(db, true, async (playground) =>
    withWorkers(db, 4, { DATABASE_URL: url, TELEGRAM_API_ROOT: playground.url }, async () => {
      await publishNext(db, feed!, 0, 1);
      await playground.waitFor(() => playground.stored.length >= chats, { timeoutMs: 180_000 });
      const at = playground.calls.map((call) => call.at);
      const rate = ((at.length - 1) / (at.at(-1)! - at[0]!)) * 1000;
      return {
        'share of 28/s (goal 95 %)': `${((rate / 28) * 100).toFixed(1)} %`,
        '429s (goal 0)': playground.calls.filter(({ status }) => status === 429).length,
      };
    }),
  );
}

/** The paid budget, beside a bare loop of the same calls to the same server. */
export async function measurePaid({ db, url }: Bench, stub: Stub, chats: number): Promise<Figures> {
  const bare = await bareLoop(stub, chats);
  const [feed] = await fill(db, { chats, feeds: 1 });
  await stub.reset();
  const env = {
    DATABASE_URL: url,
    TELEGRAM_API_ROOT: stub.url,
    TELEGRAM_PAID_BROADCAST: 'on',
    TELEGRAM_MESSAGES_PER_SECOND: '1000',
  };
  const ours = await withWorkers(db, 2, env, async () => {
    await publishNext(db, feed!, 0, 1);
    return perSecond(await stub.untilTaken(chats));
  });
  return {
    'paid, messages/s (goal 1000)': Math.round(ours),
    'bare loop of calls, one process': Math.round(bare),
    ratio: (ours / bare).toFixed(2),
  };
}

async function bareLoop(stub: Stub, calls: number): Promise<number> {
  await stub.reset();
  const telegram = createTelegramClient({ token: TOKEN, apiRoot: stub.url });
  const part: Part = { kind: 'text', text: 'f0-n1', entities: [], preview: 'off', previewUrl: null };
  let left = calls;
  const loop = async () => {
    while (left-- > 0) await sendPart(telegram, part, { telegramId: '1', threadId: 0 });
  };
  await Promise.all(Array.from({ length: 60 }, loop));
  return perSecond(await stub.untilTaken(calls));
}

/** SQL for each message, everything counted: tokens, claims, heads, settles, looks for the next time. */
export async function measureStatements({ db }: Bench): Promise<Figures> {
  const figures: Figures = {};
  for (const [name, rate, chats] of [
    ['at 28/s', 28, 150],
    ['at 1000/s', 1000, 3_000],
  ] as const) {
    const [feed] = await fill(db, { chats, feeds: 1 });
    await publishNext(db, feed!, 0, 1);
    await fanOut(db, feed!);
    const watched = counted(db);
    await drainWith(createDeps(watched.db, rate));
    figures[`statements a message ${name} (goal 3)`] = (watched.statements() / chats).toFixed(2);
  }
  return figures;
}

/** What 500 messages cost as chats grow, with a Telegram that takes no time. */
export async function measureGrowth({ db }: Bench): Promise<Figures> {
  const figures: Figures = {};
  for (const chats of [1_000, 10_000, 100_000]) {
    const feeds = await fill(db, { chats, feeds: chats / 500 });
    await publishNext(db, feeds[0]!, 0, 1);
    await fanOut(db, feeds[0]!);
    const ms = await timed(() => drainWith(createDeps(db, 100_000)));
    figures[`ms a message among ${chats} chats`] = (ms / 500).toFixed(2);
  }
  return figures;
}

/** One feed with ever more readers: the fan-out, its longest transaction, and how long a sync holds the feed's lock. */
export async function measureReaders({ db }: Bench): Promise<Figures> {
  const figures: Figures = {};
  for (const readers of [1_000, 10_000, 100_000]) {
    const [feed] = await fill(db, { chats: readers, feeds: 1 });
    const lockMs = await timed(() => publishNext(db, feed!, 0, 1));
    const chunks: number[] = [];
    const watched = {
      ...db,
      query: async (query: Parameters<typeof db.query>[0]) => {
        const startedAt = performance.now();
        const result = await db.query(query);
        chunks.push(performance.now() - startedAt);
        return result;
      },
    } as typeof db;
    const ms = await timed(() => fanOut(watched, feed!));
    figures[`${readers} readers: fan-out ms, longest chunk, sync's lock`] =
      `${ms.toFixed(0)}, ${Math.max(...chunks).toFixed(0)}, ${lockMs.toFixed(0)}`;
  }
  return figures;
}

/** Answers to people while an item with 100,000 readers goes out at 28 a second. */
export async function measurePeople({ db }: Bench, answers: number): Promise<Figures> {
  const [feed] = (await fill(db, { chats: 100_000, feeds: 1 })) as [FeedId];
  await publishNext(db, feed, 0, 1);
  await fanOut(db, feed);
  const ending = new AbortController();
  const deps = createDeps(db, 28);
  const drains = [drainWith(deps, { signal: ending.signal }), drainWith(deps, { signal: ending.signal })];
  const waits: number[] = [];
  for (let count = 0; count < answers; count += 1) {
    waits.push(await timed(() => deps.budget.waitFor('people', 1)));
    await wait(50 + Math.random() * 200);
  }
  ending.abort();
  await Promise.all(drains);
  return {
    'answer waits, ms p50': quantile(waits, 0.5).toFixed(0),
    'p99 (goal 1000)': quantile(waits, 0.99).toFixed(0),
  };
}
