import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBot } from './testing.ts';

test('a closed topic, General among them, takes no message from a bot without the right to manage topics', async (t) => {
  const { playground, send, refusal } = await startBot(t);
  const { forum } = playground.chats;
  const [topic] = forum.topics.keys();
  const inTopic = { chat_id: forum.id, text: 'x', message_thread_id: topic };
  playground.closeTopic(forum, topic);
  assert.equal(await refusal('sendMessage', inTopic), 'Bad Request: TOPIC_CLOSED');
  assert.ok(await send({ chat_id: forum.id, text: 'General' }));
  playground.closeTopic(forum);
  assert.equal(await refusal('sendMessage', { chat_id: forum.id, text: 'x' }), 'Bad Request: TOPIC_CLOSED');
  playground.promoteBot(forum);
  assert.ok(await send(inTopic));
  playground.demoteBot(forum);
  playground.openTopic(forum, topic);
  playground.openTopic(forum);
  assert.ok(await send(inTopic));
});

test('a topic that is not there is not found, nor is General by its own id', async (t) => {
  const { playground, refusal } = await startBot(t);
  const { forum } = playground.chats;
  const [topic = 0] = forum.topics.keys();
  playground.deleteTopic(forum, topic);
  for (const message_thread_id of [topic, 777, 1]) {
    const said = await refusal('sendMessage', { chat_id: forum.id, text: 'x', message_thread_id });
    assert.equal(said, 'Bad Request: message thread not found');
  }
});

test('a reply lands in the topic of its target', async (t) => {
  const { playground, send } = await startBot(t);
  const { forum } = playground.chats;
  const [topic = 0] = forum.topics.keys();
  const asked = playground.say(forum, playground.people.owner, '/help', { threadId: topic });
  const reply = await send({ chat_id: forum.id, text: 'x', reply_parameters: { message_id: asked.message_id } });
  assert.equal(reply.message_thread_id, topic);
});

test('a bot that may manage topics opens, renames, closes and deletes them', async (t) => {
  const { playground, call, refusal } = await startBot(t);
  const { forum, group } = playground.chats;
  const create = { chat_id: forum.id, name: ' Books ' };
  assert.equal(await refusal('createForumTopic', create), 'Bad Request: not enough rights to manage topics');
  assert.equal(
    await refusal('createForumTopic', { ...create, chat_id: group.id }),
    'Bad Request: the chat is not a forum',
  );
  playground.promoteBot(forum);
  const { result } = await call('createForumTopic', create);
  const { message_thread_id, name } = result as { message_thread_id: number; name: string };
  assert.equal(name, 'Books');
  const topic = { chat_id: forum.id, message_thread_id };
  await call('editForumTopic', { ...topic, name: 'Shelves' });
  assert.equal(forum.topics.get(message_thread_id)?.name, 'Shelves');
  assert.ok((await call('closeForumTopic', topic)).ok);
  assert.equal(await refusal('closeForumTopic', topic), 'Bad Request: TOPIC_NOT_MODIFIED');
  assert.ok((await call('reopenForumTopic', topic)).ok);
  assert.ok((await call('deleteForumTopic', topic)).ok);
  assert.equal(await refusal('closeForumTopic', topic), 'Bad Request: message thread not found');
});

test('the bot hears of topics that people close and open', async (t) => {
  const { playground, updates } = await startBot(t);
  const { forum } = playground.chats;
  const [topic] = forum.topics.keys();
  playground.closeTopic(forum, topic);
  playground.openTopic(forum, topic);
  const told = (await updates()).map(({ message }) => message as Record<string, unknown>);
  assert.deepEqual(
    told.map((message) => [
      message.message_thread_id,
      'forum_topic_closed' in message,
      'forum_topic_reopened' in message,
    ]),
    [
      [topic, true, false],
      [topic, false, true],
    ],
  );
});
