import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from '../log.ts';
import { scheduleFeed } from '../store/feed_schedule.ts';
import { upsertFeed } from '../store/feeds.ts';
import { testDatabase } from '../testing/database.ts';
import { metricsRoutes } from './metrics.ts';
import { startWebServer } from './server.ts';

const db = await testDatabase();

test('the metrics say how many hosts are crowded and how much, how many rest, and name none', async (t) => {
  const plugins = [metricsRoutes(db)];
  const server = await startWebServer(
    { host: '127.0.0.1', port: 0, isHealthy: async () => true, plugins },
    createLogger('silent'),
  );
  t.after(server.close);
  const read = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    assert.ok(!text.includes('.example'));
    return text.match(/^feedherald_\S+ \S+$/gm);
  };
  const before = [
    'feedherald_hosts_crowded 0',
    'feedherald_host_stretch_max 1',
    'feedherald_hosts_resting 0',
    'feedherald_late_ends 0',
  ];
  assert.deepEqual(await read(), before);
  for (const host of ['crowded.example', 'quiet.example']) {
    const feedId = await upsertFeed(db, `http://${host}/feed`);
    await scheduleFeed(db, { feedId, host, waitMs: 60_000, polledNow: false });
  }
  // The last one was crowded once, and has no feeds any more.
  await db.query({
    text: `
      insert into hosts (name, stretch, paused_until) values
        ('crowded.example', 4.5, '-infinity'), ('quiet.example', 1, clock_timestamp() + interval '1 hour'), ('left.example', 9, '-infinity')`,
  });
  await db.query({ text: 'update send_budget set late_ends = 2' });
  const after = [
    'feedherald_hosts_crowded 1',
    'feedherald_host_stretch_max 4.5',
    'feedherald_hosts_resting 1',
    'feedherald_late_ends 2',
  ];
  assert.deepEqual(await read(), after);
});
