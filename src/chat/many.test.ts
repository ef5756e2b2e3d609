import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../playground/types.ts';
import { AWKWARD_NAMES } from '../testing/awkward_names.ts';
import { startConversation } from './testing.ts';

const room = await startConversation({ SUBSCRIPTION_LIMIT: '200' });

const { chat, person } = room.newPerson();
await room.ask(chat, person, '/list', /follows nothing/);
const { rows } = await room.db.query<{ id: string }>({
  text: 'select id from chats where telegram_id = $1',
  values: [(person as { id: number }).id],
});
await room.db.query({
  text: `
    with made as (
      insert into feeds (url, title) select 'https://example.org/' || n, ($2::text[])[1 + n % $3] || case when n % 2 = 0 then ' ' || n else '' end
      from generate_series(1, 150) n returning id, url
    ), followed as (insert into subscriptions (chat_id, feed_id, url, cursor) select $1, id, url, 0 from made)
    insert into feed_schedule (feed_id, host, next_sync_at) select id, 'example.org', clock_timestamp() + interval '1 day' from made`,
  values: [rows[0]!.id, AWKWARD_NAMES, AWKWARD_NAMES.length],
});

const buttons = (message: Message) => message.reply_markup!.inline_keyboard!.flat();
const now = (message: Message) => room.messagesIn(chat).find((one) => one.message_id === message.message_id)!;

for (const [command, verb] of [
  ['/list', 'card'],
  ['/unsubscribe', 'end'],
  ['/filter', 'filter'],
  ['/template', 'template'],
  ['/latest', 'latest'],
  ['/why', 'why'],
]) {
  test(`150 subscriptions fit the pages of ${command}, each once, none without a label`, async () => {
    const list = await room.ask(chat, person, command!, /follows 150 feeds: \(1\/15\)/);
    const seen = new Set<string>();
    for (let page = 1; ; page += 1) {
      const shown = now(list);
      for (const { text, callback_data: data } of buttons(shown)) {
        assert.ok(text.trim().length > 0 && [...text].length <= 64, text);
        assert.ok(Buffer.byteLength(data!) < 64);
        assert.doesNotMatch(text, /[\u202A-\u202E\u2066-\u2069\n]/);
        if (data!.startsWith(`${verb}:`)) seen.add(data!);
      }
      if (!buttons(shown).some(({ text }) => text === '▶')) break;
      await room.tap(chat, list.message_id, '▶', person);
      assert.ok(page < 20);
    }
    assert.equal(seen.size, 150);
  });
}

test('a page that is no more becomes the last one', async () => {
  const list = await room.ask(chat, person, '/list', /\(1\/15\)/);
  for (let page = 1; page < 15; page += 1) await room.tap(chat, list.message_id, '▶', person);
  const back = buttons(now(list)).find(({ text }) => text === '◀')!;
  await room.db.query({
    text: `update subscriptions set ended_at = clock_timestamp() where id in (select id from subscriptions order by id limit 60)`,
  });
  await room.tap(chat, list.message_id, back.callback_data!, person);
  assert.match(now(list).text!, /follows 90 feeds: \(9\/9\)/);
});

test('awkward titles open their cards', async () => {
  const list = await room.ask(chat, person, '/list', /\(1\/9\)/);
  const cards = buttons(now(list)).filter(({ callback_data: data }) => data!.startsWith('card:'));
  for (const { callback_data: data } of cards) {
    await room.tap(chat, list.message_id, data!, person);
    assert.match(now(list).text!, /All is well/);
    await room.tap(chat, list.message_id, '◀ Back', person);
  }
  assert.deepEqual(room.misuse, []);
  assert.deepEqual(room.refusedCalls(), []);
});
