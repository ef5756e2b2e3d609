// Real processes, killed at random, while the database crashes and the Bot API server misbehaves. Nothing may be lost.
import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type Database, databaseOfPool, openPool } from '../../src/db.ts';
import { migrate } from '../../src/migrate.ts';
import { patient } from '../../src/patience.ts';
import { DOCUMENTED_LIMITS } from '../../src/playground/flood.ts';
import { type Playground, startPlayground } from '../../src/playground/server.ts';
import { TOKEN } from '../../src/playground/testing.ts';
import { resumeTopic } from '../../src/store/pauses.ts';
import { type Process, startProcess } from '../../src/testing/processes.ts';
import { type Random, randomFrom } from '../rhythms.ts';
import { planFaults } from './faults.ts';
import { startFragilePostgres } from './fragile_postgres.ts';
import { type Findings, judge, readUnsettled } from './judge.ts';
import { createWorld, publishNext, type World } from './world.ts';

export type Plan = {
  seed: number;
  workers: number;
  chats: number;
  feeds: number;
  items: number;
  /** over which the items are published, and accidents happen */
  publishMs: number;
  workerKills: number;
  databaseCrashes: number;
  /** for what is left to be sent afterwards */
  settleMs: number;
  folder: string;
  say(line: string): void;
};

export type Report = Findings & {
  pending: number;
  kills: number;
  /** processes that ended, killed or of themselves since the database was away */
  deaths: number;
  crashes: number;
  faults: number;
  answersLost: number;
  /** messages stored whose settle was lost with a process */
  unsettledAtKills: number;
  throttledOnPurpose: number;
  throttledBesides: number;
};

/** Each kind of decision has its own sequence, so that none depends on how the others fell in time. */
const STREAMS = ['world', 'faults', 'publish', 'kills', 'crashes'] as const;
function randomFor({ seed }: Plan, stream: (typeof STREAMS)[number]): Random {
  return randomFrom(seed * STREAMS.length + STREAMS.indexOf(stream));
}

type Ends = { after(end: () => unknown): void; run(): Promise<void> };

export async function runChaos(plan: Plan): Promise<Report> {
  const ends = collectEnds();
  try {
    return await runWith(plan, ends);
  } finally {
    await ends.run();
  }
}

function collectEnds(): Ends {
  const all: (() => unknown)[] = [];
  return {
    after: (end) => void all.push(end),
    run: async () => {
      for (const end of all.reverse()) await end();
    },
  };
}

async function runWith(plan: Plan, ends: Ends): Promise<Report> {
  await mkdir(plan.folder, { recursive: true });
  const postgres = await startFragilePostgres(plan.folder);
  ends.after(postgres.stop);
  await migrate(postgres.url);
  const pool = openPool({ databaseUrl: postgres.url, size: 10, name: 'chaos' }, () => undefined);
  ends.after(() => pool.end());
  const db = patient(databaseOfPool(pool), () => undefined);
  const playground = await startPlayground({ token: TOKEN, flood: DOCUMENTED_LIMITS, strict: true });
  ends.after(() => playground.close());
  const world = await createWorld(db, playground, { ...plan, random: randomFor(plan, 'world') });
  const atKills = new Set<string>();
  const crew = startCrew(plan, ends, {
    databaseUrl: postgres.url,
    apiRoot: playground.url,
    onEnd: async () => {
      for (const key of await readUnsettled(db, playground)) atKills.add(key);
    },
  });
  await crew.ready();
  const faults = planFaults(playground, randomFor(plan, 'faults'));
  const [published] = await Promise.all([
    publish(db, world, plan),
    killWorkers(plan, crew),
    crashDatabase(plan, postgres.crash),
    upset(plan, db, playground, world),
  ]);
  plan.say(`published; ${playground.stored.length} messages so far`);
  const pending = await settleDown(db, plan);
  await faults.stop();
  await crew.stop();
  const unsettled = await readUnsettled(db, playground);
  return {
    ...(await judge(db, playground, world, published)),
    pending,
    kills: crew.kills(),
    deaths: crew.deaths(),
    crashes: plan.databaseCrashes,
    faults: faults.met(),
    answersLost: faults.answersLost(),
    unsettledAtKills: [...unsettled].filter((key) => atKills.has(key)).length,
    throttledOnPurpose: faults.throttled(),
    throttledBesides: playground.calls.filter(({ status }) => status === 429).length - faults.throttled(),
  };
}

/** The workers and the bot; whoever ends is started again, as a supervisor would. */
function startCrew(
  { workers, say }: Plan,
  ends: Ends,
  { databaseUrl, apiRoot, onEnd }: { databaseUrl: string; apiRoot: string; onEnd(): Promise<void> },
) {
  const env = {
    DATABASE_URL: databaseUrl,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: apiRoot,
    TELEGRAM_PAID_BROADCAST: 'on',
    TELEGRAM_MESSAGES_PER_SECOND: '500',
    LOG_LEVEL: 'error',
  };
  let isOver = false;
  let kills = 0;
  const deaths: Promise<void>[] = [];
  const running: Process[] = [];
  const run = (slot: number, script: 'worker' | 'bot') => {
    const started = startProcess(ends, script, { env });
    running[slot] = started;
    void started.ended.then((end) => {
      if (isOver) return;
      if (end !== 'SIGKILL') say(`a ${script} ended with ${end}: ${lastError(started.output())}`);
      deaths.push(onEnd());
      run(slot, script);
    });
  };
  for (let slot = 0; slot < workers; slot += 1) run(slot, 'worker');
  run(workers, 'bot');
  return {
    ready: async () => wait(2_000),
    kills: () => kills,
    deaths: () => deaths.length,
    killOne: async (random: Random) => {
      const victim = running[Math.floor(random() * (workers + 1))]!;
      victim.child.kill('SIGKILL');
      kills += 1;
      await victim.ended;
    },
    stop: async () => {
      isOver = true;
      for (const { child } of running) child.kill('SIGTERM');
      await Promise.all([...deaths, ...running.map(({ ended }) => ended)]);
    },
  };
}

function lastError(output: string): string {
  return output.split('\n').findLast((line) => /^\w*Error\b/.test(line)) ?? output.slice(-300);
}

type Crew = ReturnType<typeof startCrew>;

/** @returns how many items each feed has */
async function publish(db: Database, { feedIds }: World, plan: Plan): Promise<number[]> {
  const { items, publishMs } = plan;
  const random = randomFor(plan, 'publish');
  const published = feedIds.map(() => 0);
  const startedAt = performance.now();
  for (let count = 0; count < items; count += 1) {
    const feed = Math.floor(random() * feedIds.length);
    published[feed]! += 1;
    await publishNext(db, feedIds[feed]!, feed, published[feed]!);
    await wait(Math.max(0, startedAt + (count * publishMs) / items - performance.now()));
  }
  return published;
}

async function killWorkers(plan: Plan, crew: Crew): Promise<void> {
  const { workerKills, publishMs } = plan;
  const random = randomFor(plan, 'kills');
  for (let count = 0; count < workerKills; count += 1) {
    await wait((publishMs / workerKills) * (0.5 + random() * 0.5));
    await crew.killOne(random);
  }
}

async function crashDatabase(plan: Plan, crash: () => Promise<void>): Promise<void> {
  const { databaseCrashes, publishMs } = plan;
  const random = randomFor(plan, 'crashes');
  for (let count = 0; count < databaseCrashes; count += 1) {
    await wait((publishMs / databaseCrashes) * (0.3 + random() * 0.5));
    await crash();
  }
}

/** On the way a group becomes a supergroup, and a topic is closed and opened again. */
async function upset(
  { publishMs, say }: Plan,
  db: Database,
  playground: Playground,
  { readers }: World,
): Promise<void> {
  await wait(publishMs / 3);
  const group = readers.find(({ chat }) => chat.kind === 'group')!;
  playground.migrate(group.chat);
  const topic = readers.find(({ chat }) => chat.isForum)!;
  playground.closeTopic(topic.chat, topic.threadId);
  await wait(publishMs / 3);
  playground.openTopic(topic.chat, topic.threadId);
  say(`a group migrated, a topic closed and opened; ${await resumeTopic(db, topic)} subscriptions were resumed here`);
}

/** @returns items that were still pending when the time was over */
async function settleDown(db: Database, { settleMs, say }: Plan): Promise<number> {
  const deadline = performance.now() + settleMs;
  for (;;) {
    const { rows } = await db.query<{ pending: number }>({
      text: `
        select count(*)::int as pending from subscriptions s join items i on i.feed_id = s.feed_id and i.id > s.cursor`,
    });
    const { pending } = rows[0]!;
    if (pending === 0 || performance.now() > deadline) return pending;
    say(`${pending} items are pending`);
    await wait(5_000);
  }
}
