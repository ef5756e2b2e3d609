import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot } from './testing.ts';

test('a long poll answers as soon as somebody writes, and repeats until confirmed', async (t) => {
  const { playground, updates } = await startBot(t);
  const polled = updates({ timeout: 50 });
  await playground.waitFor(() => playground.world.poll);
  playground.say(playground.chats.private, playground.people.owner, '/start now');
  const [first] = await polled;
  assert.ok(first);
  const message = first.message as { entities: unknown; text: string };
  assert.equal(message.text, '/start now');
  assert.deepEqual(message.entities, [{ type: 'bot_command', offset: 0, length: 6 }]);
  assert.deepEqual(await updates(), [first]);
  assert.deepEqual(await updates({ offset: first.update_id + 1 }), []);
  assert.deepEqual(await updates(), []);
});

test('a negative offset counts from the end and forgets what is before', async (t) => {
  const { playground, updates } = await startBot(t);
  for (const text of ['/a', '/b', '/c']) playground.say(playground.chats.private, playground.people.owner, text);
  const texts = (list: { [kind: string]: unknown }[]) => list.map(({ message }) => (message as { text: string }).text);
  assert.deepEqual(texts(await updates({ limit: 2 })), ['/a', '/b']);
  assert.deepEqual(texts(await updates({ offset: -2 })), ['/b', '/c']);
  assert.deepEqual(texts(await updates()), ['/b', '/c']);
});

test('a second poll ends the first with a conflict', async (t) => {
  const { playground, call, updates } = await startBot(t);
  const first = call('getUpdates', { timeout: 50 });
  await playground.waitFor(() => playground.world.poll);
  await updates();
  const { status, description } = await first;
  assert.equal(status, 409);
  assert.equal(
    description,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
});

test('allowed_updates sticks, and without it kinds on request stay away', async (t) => {
  const { playground, updates } = await startBot(t);
  const { group } = playground.chats;
  playground.promote(group, playground.people.member);
  assert.deepEqual(await updates(), []);
  await updates({ allowed_updates: ['chat_member'] });
  playground.demote(group, playground.people.member);
  playground.say(group, playground.people.owner, '/unseen');
  const kinds = (await updates()).flatMap((update) => Object.keys(update));
  assert.deepEqual(kinds, ['update_id', 'chat_member']);
});

test('updates are dropped after a day', async (t) => {
  let nowMs = Date.UTC(2026, 0, 1);
  const { playground, updates } = await startBot(t, { now: () => nowMs });
  playground.say(playground.chats.private, playground.people.owner, '/old');
  nowMs += 24 * 3600 * 1000;
  assert.equal((await updates()).length, 1);
  nowMs += 1000;
  assert.equal((await updates()).length, 0);
});

test('a bot that asks the same again at once is held', async (t) => {
  const { playground, updates } = await startBot(t, { tuning: { repeatedPollHoldMs: 60_000 } });
  assert.deepEqual(await updates(), []);
  const held = updates();
  await playground.waitFor(() => playground.world.poll);
  playground.say(playground.chats.private, playground.people.owner, '/ends the wait');
  assert.equal((await held).length, 1);
});
