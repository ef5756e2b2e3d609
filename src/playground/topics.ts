// Forum topics, as far as a bot may open and close them.
import { checkMembership, hasRight, resolveChat } from './access.ts';
import { deleteTopic, setTopicClosed } from './chat_changes.ts';
import { type MethodCall, type Methods, method } from './methods.ts';
import { readInteger, readText } from './params.ts';
import { badRequest } from './refusal.ts';
import { storeMessage } from './store_message.ts';
import { announce, type Chat, type Topic } from './world.ts';

const ICON_COLOR = 7_322_096;
const MAX_NAME = 128;

export const TOPIC_METHODS: Methods = {
  createForumTopic: method('chat_id name icon_color icon_custom_emoji_id', createForumTopic),
  editForumTopic: method('chat_id message_thread_id name icon_custom_emoji_id', (call) => {
    const { topic } = findTopic(call);
    const name = readText(call.params, 'name');
    if (name !== '') topic.name = checkName(name);
    announce(call.world, 'chats', null);
    return true;
  }),
  closeForumTopic: method('chat_id message_thread_id', (call) => switchTopic(call, true)),
  reopenForumTopic: method('chat_id message_thread_id', (call) => switchTopic(call, false)),
  deleteForumTopic: method('chat_id message_thread_id', (call) => {
    const { chat, topic } = findTopic(call);
    if (!hasRight(chat, 'can_delete_messages')) throw badRequest('not enough rights to delete the topic');
    deleteTopic(call.world, chat, topic.id);
    return true;
  }),
  closeGeneralForumTopic: method('chat_id', (call) => switchGeneral(call, true)),
  reopenGeneralForumTopic: method('chat_id', (call) => switchGeneral(call, false)),
};

function resolveForum({ world, params }: MethodCall): Chat {
  const chat = resolveChat(world, params);
  checkMembership(world, chat);
  if (!chat.isForum) throw badRequest('the chat is not a forum');
  if (!hasRight(chat, 'can_manage_topics')) throw badRequest('not enough rights to manage topics');
  return chat;
}

function checkName(raw: string): string {
  const name = raw.trim();
  if (name === '') throw badRequest('topic name must be non-empty');
  if ([...name].length > MAX_NAME) throw badRequest('topic name is too long');
  return name;
}

/** The topic's id is that of the service message that opens it. */
function createForumTopic(call: MethodCall): unknown {
  const { world, params } = call;
  const chat = resolveForum(call);
  const name = checkName(readText(params, 'name'));
  const color = readInteger(params, 'icon_color', ICON_COLOR);
  const id = chat.nextMessageId;
  chat.topics.set(id, { id, name, closed: false });
  storeMessage(
    world,
    chat,
    {
      from: world.bot,
      message_thread_id: id,
      is_topic_message: true,
      forum_topic_created: { name, icon_color: color },
    },
    { own: true },
  );
  announce(world, 'chats', null);
  return { message_thread_id: id, name, icon_color: color };
}

function findTopic(call: MethodCall): { chat: Chat; topic: Topic } {
  const chat = resolveForum(call);
  const topic = chat.topics.get(readInteger(call.params, 'message_thread_id', 0));
  if (topic === undefined) throw badRequest('message thread not found');
  return { chat, topic };
}

/** Closing a closed topic is refused, as is opening an open one. */
function switchTopic(call: MethodCall, closed: boolean): true {
  const { chat, topic } = findTopic(call);
  if (topic.closed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
  setTopicClosed(call.world, chat, { ...call.world.bot, deactivated: false }, topic.id, closed);
  return true;
}

function switchGeneral(call: MethodCall, closed: boolean): true {
  const chat = resolveForum(call);
  if (chat.generalClosed === closed) throw badRequest('TOPIC_NOT_MODIFIED');
  setTopicClosed(call.world, chat, { ...call.world.bot, deactivated: false }, undefined, closed);
  return true;
}
