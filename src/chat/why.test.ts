import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startConversation } from './testing.ts';

const room = await startConversation();

test('/why says of the latest items what became of them and why', async () => {
  const { chat, person } = room.newPerson();
  const items = ['Eighth', 'Seventh', 'Sixth', 'Fifth', 'Fourth', 'Third', 'Second', 'First'].map((title) => ({
    title,
  }));
  const url = room.serveFeed('/why.xml', { title: 'Why', items });
  await room.ask(chat, person, url, /^Subscribed to Why/);
  await room.seen(chat, /^Eighth/);
  // As if all of them had been new, and had come to all the ends there are, at one time.
  await room.db.query({ text: 'truncate deliveries' });
  await room.db.query({
    text: `
      with sub as (
        select s.id, s.chat_id, s.feed_id from subscriptions s join chats c on c.id = s.chat_id where c.telegram_id = $1
      ), item as (select i.id, i.title from items i join sub on sub.feed_id = i.feed_id)
      insert into deliveries (subscription_id, chat_id, item_id, to_item_id, outcome, reason, message_ids, at)
      select sub.id, sub.chat_id, item.id, (select id from item where title = e.last), e.outcome, e.reason, '{}', '2026-11-20T12:30:00Z'
      from sub, (values
        ('First', 'Third', 'filtered', '!crypto'), ('Fourth', null, 'expired', null), ('Fifth', null, 'parked', E'Bad Request:\nno'),
        ('Sixth', null, 'merged', null), ('Eighth', null, 'sent', null)
      ) as e(title, last, outcome, reason) join item on item.title = e.title`,
    values: [String((chat as { id: number }).id)],
  });
  await room.ask(chat, person, '/tz 120', /\+02:00 now/);
  const shown = await room.ask(chat, person, `/why ${url}`, /^What became of the latest items of Why:/);
  const time = 'Nov 20, 2026, 2:30 PM';
  assert.deepEqual(shown.text!.replaceAll('\u202F', ' ').split('\n').slice(1), [
    `✅ Eighth – sent ${time}`,
    `📚 Sixth – in a digest ${time}`,
    `⚠️ Fifth – could not be sent ${time}: Bad Request: no`,
    `⌛ Fourth – waited too long, until ${time}`,
    `❌ First … Third – kept away by !crypto, ${time}`,
  ]);
});
