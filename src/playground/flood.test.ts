import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { DOCUMENTED_LIMITS } from './flood.ts';
import { startBot } from './testing.ts';

function startFlooded(t: TestContext, limits: Partial<typeof DOCUMENTED_LIMITS> = {}) {
  const clock = { nowMs: Date.UTC(2026, 0, 1) };
  return startBot(t, { now: () => clock.nowMs, flood: { ...DOCUMENTED_LIMITS, ...limits } }).then((bot) => ({
    ...bot,
    clock,
    /** the statuses of so many sends in a row */
    burst: async (count: number, params: object) => {
      const statuses: number[] = [];
      for (let n = 0; n < count; n += 1)
        statuses.push((await bot.call('sendMessage', { text: 'x', ...params })).status);
      return statuses;
    },
  }));
}

const count = (statuses: number[], status: number) => statuses.filter((one) => one === status).length;

test('one chat takes a burst, then a message a second, and refuses until the wait is over', async (t) => {
  const { playground, call, burst, clock } = await startFlooded(t);
  const chat_id = playground.chats.private.id;
  assert.deepEqual(await burst(4, { chat_id }), [200, 200, 200, 429]);
  const refused = await call('sendMessage', { chat_id, text: 'x' });
  assert.equal(refused.description, 'Too Many Requests: retry after 1');
  assert.deepEqual(refused.parameters, { retry_after: 1 });
  assert.equal(refused.headers.get('retry-after'), '1');
  clock.nowMs += 900;
  assert.deepEqual(await burst(1, { chat_id }), [429]);
  clock.nowMs += 100;
  assert.deepEqual(await burst(2, { chat_id }), [200, 429]);
  assert.deepEqual(await burst(1, { chat_id: playground.chats.channel.id }), [200]);
});

test('a group takes twenty messages a minute', async (t) => {
  const { playground, burst, clock } = await startFlooded(t, { chatPerSecond: 100, chatBurst: 100 });
  const chat_id = playground.chats.group.id;
  assert.equal(count(await burst(21, { chat_id }), 200), 20);
  clock.nowMs += 3000;
  assert.deepEqual(await burst(2, { chat_id }), [200, 429]);
});

test('all chats together take thirty messages a second, and paid ones go on up to a thousand', async (t) => {
  const { playground, burst } = await startFlooded(t, { chatPerSecond: 1e6, chatBurst: 1e6, paidPerSecond: 50 });
  const chat_id = playground.chats.private.id;
  assert.equal(DOCUMENTED_LIMITS.paidPerSecond, 1000);
  assert.equal(count(await burst(35, { chat_id }), 200), 30);
  assert.deepEqual(await burst(1, { chat_id: playground.chats.channel.id }), [429]);
  assert.equal(count(await burst(55, { chat_id, allow_paid_broadcast: true }), 200), 50);
  assert.equal(playground.world.flood?.paidMessages, 50);
});

test('an album counts as many messages as it has', async (t) => {
  const { playground, call, burst, clock } = await startFlooded(t);
  const chat_id = playground.chats.private.id;
  const album = (size: number) =>
    call('sendMediaGroup', {
      chat_id,
      media: Array.from({ length: size }, (_, n) => ({ type: 'photo', media: `https://example.org/${n}.jpg` })),
    });
  assert.equal((await album(3)).status, 200);
  assert.deepEqual(await burst(1, { chat_id }), [429]);
  clock.nowMs += 10_000;
  // Larger than the burst: it passes on a full bucket, and the debt is paid before the next message.
  assert.equal((await album(10)).status, 200);
  const refused = await call('sendMessage', { chat_id, text: 'x' });
  assert.deepEqual(refused.parameters, { retry_after: 8 });
});
