import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../testing/database.ts';
import { countUse } from './access_list.ts';
import { insertBroadcast } from './broadcasts.ts';
import { cleanConversations } from './chat_retention.ts';
import { upsertChat } from './chats.ts';
import { putQuestion, readQuestion } from './conversations.ts';
import { insertDraft, readDraftLevel } from './settings.ts';

const db = await testDatabase();

test('what a conversation left behind goes when its time is over, and not before', async () => {
  const { chatId } = await upsertChat(db, { telegramId: '1', kind: 'private', title: 'Ada', language: 'en' });
  const level = { chatId, subscriptionId: null };
  const drafts = [await insertDraft(db, { level, template: 'a' }), await insertDraft(db, { level, template: 'b' })];
  await putQuestion(db, { chatId, actor: '1', question: 'filter', args: {}, messageId: null });
  await putQuestion(db, { chatId, actor: '2', question: 'filter', args: {}, messageId: null });
  await insertBroadcast(db, 'hello');
  await countUse(db, ['x']);
  assert.equal(await cleanConversations(db), 0);
  await db.query({
    text: `update drafts set created_at = created_at - interval '8 days' where id = $1`,
    values: [drafts[0]],
  });
  await db.query({ text: `update conversations set until = clock_timestamp() where actor = 1` });
  await db.query({ text: `update broadcasts set created_at = created_at - interval '8 days'` });
  await db.query({ text: `update command_counts set minute = minute - interval '2 hours'` });
  assert.equal(await cleanConversations(db), 4);
  assert.equal(await readDraftLevel(db, drafts[0]!), null);
  assert.deepEqual(await readDraftLevel(db, drafts[1]!), level);
  assert.equal(await readQuestion(db, chatId, '1'), null);
  assert.equal((await readQuestion(db, chatId, '2'))?.question, 'filter');
});

test('a use counts within its minute, for each key by itself', async () => {
  assert.equal(await countUse(db, ['a', 'b']), 1);
  const second = await countUse(db, ['a', 'c']);
  assert.ok(second === 2 || second === 1); // the minute may have ended between the two
  await db.query({
    text: `update command_counts set minute = minute - interval '1 minute', count = 99 where key = 'a'`,
  });
  assert.equal(await countUse(db, ['a']), 1);
});
