// Everything the playground knows: plain data, changed by the functions beside this file.
import { EventEmitter } from 'node:events';
import type { Flood } from './flood.ts';
import type { Refusal } from './refusal.ts';
import type { ChatKind, ChatShape, MemberStatus, Message, ReplyMarkup, TapAnswer, Update, User } from './types.ts';

export type Person = User & { deactivated: boolean };

export type Topic = { id: number; name: string; closed: boolean };

/** What administrators may do and what restricted members may send; the Bot API's own names. */
export type Rights = Record<string, boolean>;

export type Member = { status: MemberStatus; rights?: Rights; anonymous?: boolean };

export type Chat = {
  id: number;
  kind: ChatKind;
  title: string;
  username?: string;
  isForum: boolean;
  /** `new`: a private chat in which the person never pressed start */
  bot: Member | { status: 'new' };
  deleted: boolean;
  migratedTo?: number;
  /** what the bot may send as an ordinary member, `can_send_messages` and so on; absent means allowed */
  permissions: Rights;
  members: Map<number, Member>;
  topics: Map<number, Topic>;
  generalClosed: boolean;
  messages: Map<number, Message>;
  /** ids of the bot's own messages: in channels nothing in the message tells */
  own: Set<number>;
  nextMessageId: number;
  /** the newest keyboard in place of the phone's own, or its removal, and the message that brought it */
  replyKeyboard?: { messageId: number; markup: ReplyMarkup };
};

/** A file as the server keeps it: uploaded or fetched bytes, or only the address it stands at. */
export type StoredFile = {
  id: string;
  uniqueId: string;
  kind: string;
  path: string;
  name: string;
  type: string;
  size: number;
  bytes: Buffer | null;
  url: string | null;
};

export type PendingUpdate = { update: Update; chatId: number; atMs: number };

/** Numbers that decide how the simulated server behaves; tests turn waits off. */
export type Tuning = {
  /** the real server holds a repeated short poll this long; 0 turns it off */
  repeatedPollHoldMs: number;
  /** may a webhook be plain http on loopback? */
  allowLoopbackWebhook: boolean;
  /** wait before the webhook's nth retry (0 is the first), in milliseconds */
  webhookRetryMs: (attempt: number) => number;
};

export type CallbackQuery = { id: string; atMs: number; chatId: number; settle: (answer: TapAnswer) => void };

export type CommandSet = { scope: string; language: string; commands: { command: string; description: string }[] };

export type Webhook = {
  url: string;
  secret: string;
  maxConnections: number;
  setAtMs: number;
  lastError: { atMs: number; message: string } | null;
  goneSinceMs: number | null;
};

export type Poll = { end(refusal: Refusal): void };

export type World = {
  token: string;
  bot: User;
  now: () => number;
  tuning: Tuning;
  people: Map<number, Person>;
  chats: Map<number, Chat>;
  files: Map<string, StoredFile>;
  queries: Map<string, CallbackQuery>;
  commandSets: CommandSet[];
  /** every message ever stored, repeats and since deleted ones included, as it was when stored */
  stored: Message[];
  pending: PendingUpdate[];
  allowedUpdates: string[] | null;
  poll: Poll | null;
  lastPoll: { offset: number; endedAtMs: number } | null;
  webhook: Webhook | null;
  /** null lets everything through */
  flood: Flood | null;
  nextUpdateId: number;
  nextId: number;
  /** emits `message`, `edited`, `deleted`, `answer`, `chats`, `update`, `poll`, `asked`, `call`, and `change` after each of them; `written` alone */
  events: EventEmitter;
};

/**
 * An empty world. Update ids start from the clock, so that they grow across restarts even without a state file.
 * @param now milliseconds since 1970
 */
export function createWorld(token: string, now: () => number, tuning: Tuning): World {
  const events = new EventEmitter();
  events.setMaxListeners(0);
  return {
    token,
    bot: { id: Number(token.split(':')[0]), is_bot: true, first_name: 'feedherald', username: 'feedherald_bot' },
    now,
    tuning,
    people: new Map(),
    chats: new Map(),
    files: new Map(),
    queries: new Map(),
    commandSets: [],
    stored: [],
    pending: [],
    allowedUpdates: null,
    poll: null,
    lastPoll: null,
    webhook: null,
    flood: null,
    nextUpdateId: Math.floor(now() / 1000),
    nextId: 1,
    events,
  };
}

/** Tell whoever listens (the chat page, a waiting test, the state file) what just happened. */
export function announce(world: World, event: string, detail: unknown): void {
  world.events.emit(event, detail);
  world.events.emit('change', event);
}

export function nowSeconds(world: World): number {
  return Math.floor(world.now() / 1000);
}

export function findChat(world: World, chat: ChatRef): Chat {
  const id = typeof chat === 'object' ? chat.id : chat;
  const found = world.chats.get(id);
  if (found === undefined) throw new Error(`the playground has no chat ${id}`);
  return found;
}

export function findPerson(world: World, person: PersonRef): Person {
  const id = typeof person === 'object' ? person.id : person;
  const found = world.people.get(id);
  if (found === undefined) throw new Error(`the playground has no person ${id}`);
  return found;
}

/** A chat or person as tests name it: the id, or anything that carries it. */
export type ChatRef = number | { id: number };
export type PersonRef = number | { id: number };

/** The person as the Bot API shows a user, without our own marks. */
export function showUser(person: User): User {
  const { id, is_bot, first_name, last_name, username, language_code } = person;
  return {
    id,
    is_bot,
    first_name,
    ...(last_name === undefined ? {} : { last_name }),
    ...(username === undefined ? {} : { username }),
    ...(language_code === undefined ? {} : { language_code }),
  };
}

/** The chat as it stands in a message. */
export function showChat(world: World, chat: Chat): ChatShape {
  if (chat.kind === 'private') {
    const { id, first_name, last_name, username } = showUser(findPerson(world, chat.id));
    const names = {
      ...(last_name === undefined ? {} : { last_name }),
      ...(username === undefined ? {} : { username }),
    };
    return { id, first_name, ...names, type: 'private' };
  }
  return {
    id: chat.id,
    title: chat.title,
    ...(chat.username === undefined ? {} : { username: chat.username }),
    type: chat.kind,
    ...(chat.isForum ? { is_forum: true as const } : {}),
  };
}
