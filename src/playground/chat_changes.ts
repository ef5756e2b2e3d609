// What people do to a chat or to the bot in it, with the updates and service messages that follow.
import { botSees, reportBot } from './people.ts';
import { addChat, administratorRights } from './seed.ts';
import { type Content, storeMessage } from './store_message.ts';
import type { MemberStatus, Message } from './types.ts';
import { pushUpdate } from './updates.ts';
import {
  announce,
  type Chat,
  nowSeconds,
  type Person,
  type Rights,
  showChat,
  showUser,
  type Topic,
  type World,
} from './world.ts';

const GONE = ['left', 'kicked', 'new'];

/** Only groups tell of comings and goings in the chat itself. */
const isGroup = (chat: Chat) => chat.kind === 'group' || chat.kind === 'supergroup';

/** Block (`kicked`), unblock or start (`member`) in a private chat; add, promote, demote, kick elsewhere. */
export function setBotStatus(world: World, chat: Chat, by: Person, status: MemberStatus, rights?: Rights): void {
  const before = chat.bot.status;
  const isAdministrator = status === 'administrator';
  if (isGroup(chat) && GONE.includes(status) && !GONE.includes(before)) {
    serve(world, chat, by, { left_chat_member: world.bot });
  }
  chat.bot = isAdministrator ? { status, rights: rights ?? administratorRights(chat.kind, chat.isForum) } : { status };
  reportBot(world, chat, by, before === 'new' ? 'left' : before);
  if (isGroup(chat) && GONE.includes(before) && !GONE.includes(status)) {
    serve(world, chat, by, { new_chat_members: [world.bot] });
  }
  announce(world, 'chats', null);
}

/** Let an ordinary bot send this and that, or not; or change an administrator's rights. */
export function setRights(world: World, chat: Chat, by: Person, rights: Rights): void {
  if (chat.bot.status === 'administrator' && 'rights' in chat.bot) {
    chat.bot = { status: 'administrator', rights: { ...chat.bot.rights, ...rights } };
    reportBot(world, chat, by, 'administrator');
  } else {
    chat.permissions = { ...chat.permissions, ...rights };
  }
  announce(world, 'chats', null);
}

export function setMember(world: World, chat: Chat, person: Person, status: MemberStatus, anonymous = false): void {
  const before = chat.members.get(person.id)?.status ?? 'left';
  chat.members.set(person.id, { status, anonymous });
  pushUpdate(world, 'chat_member', chat.id, {
    chat: showChat(world, chat),
    from: showUser(person),
    date: nowSeconds(world),
    old_chat_member: { user: showUser(person), status: before },
    new_chat_member: { user: showUser(person), status },
  });
  if (isGroup(chat) && GONE.includes(before) && !GONE.includes(status)) {
    serve(world, chat, person, { new_chat_members: [showUser(person)] });
  }
  if (isGroup(chat) && !GONE.includes(before) && GONE.includes(status)) {
    serve(world, chat, person, { left_chat_member: showUser(person) });
  }
  announce(world, 'chats', null);
}

/** A basic group becomes a supergroup with a new id; both chats say so. @returns the supergroup */
export function migrateGroup(world: World, group: Chat, by: Person): Chat {
  if (group.kind !== 'group') throw new Error(`only a group can migrate, and ${group.id} is a ${group.kind}`);
  const supergroup = addChat(world, { kind: 'supergroup', title: group.title, bot: 'member' });
  supergroup.bot = group.bot;
  supergroup.members = new Map(group.members);
  serve(world, group, by, { migrate_to_chat_id: supergroup.id });
  group.migratedTo = supergroup.id;
  serve(world, supergroup, by, { migrate_from_chat_id: group.id });
  announce(world, 'chats', null);
  return supergroup;
}

export function deleteGroup(world: World, chat: Chat, by: Person): void {
  const before = chat.bot.status;
  chat.deleted = true;
  chat.bot = { status: 'left' };
  reportBot(world, chat, by, before);
  announce(world, 'chats', null);
}

export function deactivate(world: World, person: Person): void {
  person.deactivated = true;
  person.first_name = '';
  announce(world, 'chats', null);
}

/** Close or open a topic; General without an id. */
export function setTopicClosed(
  world: World,
  chat: Chat,
  by: Person,
  threadId: number | undefined,
  closed: boolean,
): void {
  if (threadId === undefined) chat.generalClosed = closed;
  else findTopic(chat, threadId).closed = closed;
  const thread = threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true as const };
  serve(world, chat, by, { ...thread, ...(closed ? { forum_topic_closed: {} } : { forum_topic_reopened: {} }) });
  announce(world, 'chats', null);
}

/** The topic goes with its messages; the bot is not told. */
export function deleteTopic(world: World, chat: Chat, threadId: number): void {
  findTopic(chat, threadId);
  chat.topics.delete(threadId);
  for (const message of [...chat.messages.values()]) {
    if (message.message_thread_id !== threadId) continue;
    chat.messages.delete(message.message_id);
    announce(world, 'deleted', { chatId: chat.id, messageId: message.message_id });
  }
  announce(world, 'chats', null);
}

function findTopic(chat: Chat, threadId: number): Topic {
  const topic = chat.topics.get(threadId);
  if (topic === undefined) throw new Error(`chat ${chat.id} has no topic ${threadId}`);
  return topic;
}

/** A service message by a person. */
function serve(world: World, chat: Chat, by: Person, content: Content): Message {
  const message = storeMessage(world, chat, { from: showUser(by), ...content });
  if (botSees(world, chat, message)) pushUpdate(world, 'message', chat.id, message);
  return message;
}
