// What the chat page is told: people, chats, commands, and messages with addresses for their media.

import type { FileShape, Message } from './types.ts';
import type { CommandSet, World } from './world.ts';

const KINDS = ['video', 'animation', 'audio', 'document'] as const;

/** @param origin such as `http://127.0.0.1:8080`, under which the page was asked for */
export function viewState(world: World, origin: string): unknown {
  return {
    bot: { id: world.bot.id, username: world.bot.username, name: world.bot.first_name },
    people: [...world.people.values()].filter((person) => !person.is_bot).map((person) => viewPerson(world, person.id)),
    chats: [...world.chats.keys()].map((id) => viewChat(world, id)),
    commands: viewCommands(world.commandSets),
    sampleFeedUrl: `${origin}/playground/feed.xml`,
  };
}

function viewPerson(world: World, id: number): unknown {
  const person = world.people.get(id);
  const memberships = [...world.chats.values()].flatMap((chat) => chat.members.get(id) ?? []);
  const anonymous = memberships.some((member) => member.anonymous);
  const isOwner = memberships.some((member) => member.status === 'creator');
  const isAdmin = memberships.some((member) => member.status === 'administrator');
  const role = anonymous ? 'Anonymous admin' : isOwner ? 'Owner' : isAdmin ? 'Admin' : 'Member';
  const name = [person?.first_name, person?.last_name].filter(Boolean).join(' ') || 'Deleted Account';
  return { id, name, username: person?.username ?? null, role, anonymous };
}

function viewChat(world: World, id: number): unknown {
  const chat = world.chats.get(id);
  if (chat === undefined) return null;
  return {
    id,
    kind: chat.kind,
    title: chat.kind === 'private' ? world.bot.first_name : chat.title,
    isForum: chat.isForum,
    topics: [...chat.topics.values()],
    generalClosed: chat.generalClosed,
    botStatus: chat.bot.status,
    isOver: chat.deleted || chat.migratedTo !== undefined,
    members: [...chat.members].map(([personId, { status, anonymous = false }]) => ({ personId, status, anonymous })),
  };
}

/** The sets without a language, by scope. */
function viewCommands(sets: CommandSet[]): Record<string, CommandSet['commands']> {
  return Object.fromEntries(sets.filter((set) => set.language === '').map((set) => [set.scope, set.commands]));
}

/** The message with a `url` in each of its files: where the playground has the bytes, or where the medium was said to be. */
export function viewMessage(world: World, message: Message): Message {
  const viewed: Message = { ...message };
  const keyboard = world.chats.get(message.chat.id)?.replyKeyboard;
  if (keyboard?.messageId === message.message_id) viewed.reply_markup = keyboard.markup;
  if (message.photo !== undefined) viewed.photo = message.photo.map((file) => viewFile(world, file));
  for (const kind of KINDS) {
    const file = message[kind];
    if (file !== undefined) viewed[kind] = viewFile(world, file);
  }
  if (message.reply_to_message !== undefined) viewed.reply_to_message = viewMessage(world, message.reply_to_message);
  return viewed;
}

function viewFile(world: World, shape: FileShape): FileShape {
  const file = world.files.get(shape.file_id);
  const url = file?.bytes != null ? `/playground/media/${file.uniqueId}` : file?.url;
  return url == null ? shape : { ...shape, url };
}
