// What the bot may ask about chats and people: getMe, getChat, getChatMember and so on.
import { checkMembership, resolveChat } from './access.ts';
import { type MethodCall, type Methods, method } from './methods.ts';
import { readInteger, readText } from './params.ts';
import { reportBot } from './people.ts';
import { badRequest } from './refusal.ts';
import { announce, type Chat, type Member, type Person, showChat, showUser, type World } from './world.ts';

export const MEMBER_METHODS: Methods = {
  getMe: method('', ({ world }) => ({
    ...world.bot,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  })),
  getChat: method('chat_id', getChat),
  getChatMember: method('chat_id user_id', getChatMember),
  getChatAdministrators: method('chat_id', getChatAdministrators),
  getChatMemberCount: method('chat_id', (call) => {
    const chat = resolveKnown(call);
    return chat.kind === 'private' ? 2 : [...chat.members.values()].filter(isInside).length + 1;
  }),
  leaveChat: method('chat_id', leaveChat),
};

const isInside = (member: Member) => member.status !== 'left' && member.status !== 'kicked';

function resolveKnown({ world, params }: MethodCall): Chat {
  const chat = resolveChat(world, params);
  if (chat.kind !== 'private') checkMembership(world, chat);
  return chat;
}

function getChat(call: MethodCall): unknown {
  const { world } = call;
  const chat = resolveKnown(call);
  const { can_send_messages = true, ...others } = chat.permissions;
  return {
    ...showChat(world, chat),
    accent_color_id: 0,
    max_reaction_count: 11,
    ...(chat.kind === 'private' || chat.kind === 'channel' ? {} : { permissions: { can_send_messages, ...others } }),
  };
}

function getChatMember(call: MethodCall): unknown {
  const { world, params } = call;
  const userId = readInteger(params, 'user_id', 0);
  if (readText(params, 'user_id') === '' || userId <= 0) throw badRequest('invalid user_id specified');
  const chat = resolveKnown(call);
  if (userId === world.bot.id) return showBot(world, chat);
  const person = world.people.get(userId);
  if (person === undefined) throw badRequest('PARTICIPANT_ID_INVALID');
  if (chat.kind === 'private') {
    if (person.id !== chat.id) throw badRequest('member not found');
    return { user: showUser(person), status: 'member' };
  }
  return showMember(person, chat.members.get(userId) ?? { status: 'left' });
}

function showBot(world: World, chat: Chat): unknown {
  const { status } = chat.bot;
  const rights = 'rights' in chat.bot ? chat.bot.rights : {};
  return { user: world.bot, status: status === 'new' ? 'left' : status, ...(status === 'administrator' ? rights : {}) };
}

function showMember(person: Person, { status, anonymous = false, rights = {} }: Member): unknown {
  const user = showUser(person);
  if (status === 'creator') return { user, status, is_anonymous: anonymous };
  if (status !== 'administrator') return { user, status };
  return { user, status, can_be_edited: false, is_anonymous: anonymous, can_manage_chat: true, ...rights };
}

function getChatAdministrators(call: MethodCall): unknown {
  const { world } = call;
  const chat = resolveKnown(call);
  if (chat.kind === 'private') throw badRequest('there are no administrators in the private chat');
  const people = [...chat.members].flatMap(([id, member]) => {
    const person = world.people.get(id);
    const isAdministrator = member.status === 'creator' || member.status === 'administrator';
    return person !== undefined && isAdministrator ? [showMember(person, member)] : [];
  });
  return chat.bot.status === 'administrator' ? [...people, showBot(world, chat)] : people;
}

function leaveChat({ world, params }: MethodCall): true {
  const chat = resolveChat(world, params);
  if (chat.kind === 'private') throw badRequest("can't leave private chat");
  checkMembership(world, chat);
  const before = chat.bot.status;
  chat.bot = { status: 'left' };
  reportBot(world, chat, { ...world.bot, deactivated: false }, before);
  announce(world, 'chats', null);
  return true;
}
