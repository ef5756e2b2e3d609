// What fetching for an upload may take: one budget for a message, under a lease that is still ours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { createWorld, mediaAt, PIXEL, startReading } from './testing.ts';

const db = await testDatabase();

/** The clock of a claim, moved on by hand. */
function aClock() {
  const clock = { aheadMs: 0, now: () => performance.now() + clock.aheadMs };
  return clock;
}

const UPLOAD = { bytes: PIXEL, filename: 'picture.png' };

test('all the pictures of an album share 15 seconds of fetching, and the album goes without those that were too late', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  const media = [1, 2, 3, 4].map((number) => mediaAt(`http://127.0.0.1:9/${number}.png`));
  await world.publish(feed, [{ title: 'Album', media }]);
  const clock = aClock();
  const offered: number[] = [];
  await world.drain({
    now: clock.now,
    fetchUpload: async (_, timeoutMs) => {
      offered.push(Math.ceil(timeoutMs / 1000));
      clock.aheadMs += offered.length === 2 ? 8_800 : 6_000;
      return offered.length === 2 ? null : UPLOAD;
    },
  });
  assert.deepEqual(offered, [15, 9], 'the third and the fourth are not begun with 0.2 s');
  assert.ok(world.playground.messagesIn(reader.chat).at(-1)!.photo, 'the one that came in time');
  assert.equal((await world.endingsOf(reader)).at(-1)!.outcome, 'sent');
});

test('the lease is renewed before an upload that it might not outlast', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  await world.publish(feed, [{ title: 'Slow', media: [mediaAt('http://127.0.0.1:9/slow.png')] }]);
  const clock = aClock();
  const held = Promise.withResolvers<ReturnType<typeof world.playground.fault>>();
  const draining = world.drain({
    now: clock.now,
    fetchUpload: async () => {
      clock.aheadMs += 14_000;
      await db.query({ text: `update chat_schedule set lease_until = lease_until - interval '14 seconds'` });
      held.resolve(world.playground.fault({ method: 'sendPhoto', action: 'hold' }));
      return UPLOAD;
    },
  });
  const upload = await held.promise;
  await upload.reached();
  const { rows } = await db.query<{ isLong: boolean }>({
    text: `select lease_until > clock_timestamp() + interval '35 seconds' as "isLong" from chat_schedule`,
  });
  assert.deepEqual(rows, [{ isLong: true }]);
  upload.release();
  await draining;
  assert.equal((await world.endingsOf(reader)).at(-1)!.outcome, 'sent');
});

test('a sender whose lease ended while it fetched a picture does not send it, and the next one does', async (t) => {
  const world = await createWorld(t, db);
  const reader = await world.newPerson();
  const { feed } = await startReading(world, reader);
  await world.publish(feed, [{ title: 'Once', media: [mediaAt('http://127.0.0.1:9/slow.png')] }]);
  const clock = aClock();
  const uploadsBefore: number[] = [];
  await world.drain({
    now: clock.now,
    fetchUpload: async () => {
      uploadsBefore.push(world.playground.calls.filter(({ method }) => method === 'sendPhoto').length);
      if (uploadsBefore.length === 1) {
        clock.aheadMs += 14_000;
        await world.endWaits();
      }
      return UPLOAD;
    },
  });
  assert.deepEqual(uploadsBefore, [1, 2], 'between the two there was no upload');
  const photos = world.playground.messagesIn(reader.chat).filter(({ photo }) => photo);
  assert.deepEqual(
    photos.map(({ caption }) => caption?.split('\n')[0]),
    ['Once'],
  );
  assert.equal((await world.endingsOf(reader)).length, 2);
});
