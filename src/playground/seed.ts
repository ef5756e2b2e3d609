// The people and chats that every playground starts with; their ids never change.
import type { ChatKind, MemberStatus } from './types.ts';
import { announce, type Chat, type Member, type Person, type Rights, type World } from './world.ts';

/** Fixed ids, wider than 32 bits as real ones are. */
export const IDS = {
  owner: 7_100_000_001,
  member: 7_100_000_002,
  group: -5_100_000_003,
  channel: -1_005_100_000_004,
  forum: -1_005_100_000_005,
  anonymous: 7_100_000_006,
} as const;

/** Telegram's own account behind messages of anonymous administrators. */
export const ANONYMOUS_ADMIN_ID = 1_087_968_824;

const ADMIN_RIGHTS: Rights = {
  can_manage_chat: true,
  can_change_info: true,
  can_delete_messages: true,
  can_invite_users: true,
  can_restrict_members: true,
  can_pin_messages: true,
  can_promote_members: false,
  can_manage_video_chats: true,
};
const CHANNEL_RIGHTS: Rights = { ...ADMIN_RIGHTS, can_post_messages: true, can_edit_messages: true };

export function administratorRights(kind: ChatKind, isForum: boolean): Rights {
  if (kind === 'channel') return { ...CHANNEL_RIGHTS };
  return isForum ? { ...ADMIN_RIGHTS, can_manage_topics: true } : { ...ADMIN_RIGHTS };
}

export type PersonOptions = {
  id?: number;
  firstName?: string;
  lastName?: string;
  username?: string;
  language?: string;
  isBot?: boolean;
};

/** A person, with a private chat in which start was not pressed yet. */
export function addPerson(world: World, options: PersonOptions = {}): Person {
  const id = options.id ?? takeId(world);
  const person: Person = {
    id,
    is_bot: options.isBot ?? false,
    first_name: options.firstName ?? `Person ${id % 1000}`,
    language_code: options.language ?? 'en',
    deactivated: false,
    ...(options.lastName === undefined ? {} : { last_name: options.lastName }),
    ...(options.username === undefined ? {} : { username: options.username }),
  };
  world.people.set(id, person);
  announce(world, 'chats', null);
  return person;
}

export type ChatOptions = {
  kind: ChatKind;
  id?: number;
  title?: string;
  username?: string;
  /** the person of a private chat */
  personId?: number;
  isForum?: boolean;
  topics?: string[];
  /** `new` leaves a private chat in which start was not pressed */
  bot?: MemberStatus | 'new';
  members?: Record<number, MemberStatus>;
};

export function addChat(world: World, options: ChatOptions): Chat {
  const { kind, isForum = false } = options;
  const chat: Chat = {
    id: options.id ?? options.personId ?? newChatId(world, kind),
    kind,
    title: options.title ?? '',
    ...(options.username === undefined ? {} : { username: options.username }),
    isForum,
    bot: botMember(kind, isForum, options.bot),
    deleted: false,
    permissions: {},
    members: new Map(
      Object.entries(options.members ?? {}).map(([id, status]): [number, Member] => [Number(id), { status }]),
    ),
    topics: new Map(),
    generalClosed: false,
    messages: new Map(),
    own: new Set(),
    nextMessageId: 2,
  };
  for (const name of options.topics ?? []) addTopic(chat, name);
  world.chats.set(chat.id, chat);
  announce(world, 'chats', null);
  return chat;
}

/** A topic's id is the id of the message that opened it. */
export function addTopic(chat: Chat, name: string): number {
  const id = chat.nextMessageId;
  chat.nextMessageId += 1;
  chat.topics.set(id, { id, name, closed: false });
  return id;
}

function botMember(kind: ChatKind, isForum: boolean, status: MemberStatus | 'new' | undefined): Chat['bot'] {
  if (status === 'new') return { status };
  const wanted = status ?? (kind === 'channel' ? 'administrator' : 'member');
  return wanted === 'administrator'
    ? { status: wanted, rights: administratorRights(kind, isForum) }
    : { status: wanted };
}

function takeId(world: World): number {
  const id = 7_200_000_000 + world.nextId;
  world.nextId += 1;
  return id;
}

function newChatId(world: World, kind: ChatKind): number {
  if (kind === 'private') throw new Error('a private chat needs its person: give personId');
  return kind === 'group' ? -(takeId(world) - 2_000_000_000) : -1_000_000_000_000 - takeId(world);
}

/** The chats that come along: private, group, channel, and a forum with two topics. */
export function seedWorld(world: World): void {
  addPerson(world, { id: IDS.owner, firstName: 'Ada', lastName: 'Moss', username: 'ada_moss' });
  addPerson(world, { id: IDS.member, firstName: 'Ben', username: 'ben_hale' });
  addPerson(world, { id: IDS.anonymous, firstName: 'Cleo', username: 'cleo_lind' });
  const members = { [IDS.owner]: 'creator', [IDS.member]: 'member', [IDS.anonymous]: 'administrator' } as const;
  addChat(world, { kind: 'private', personId: IDS.owner });
  addChat(world, { kind: 'private', personId: IDS.member });
  addChat(world, { kind: 'private', personId: IDS.anonymous });
  addChat(world, { kind: 'group', id: IDS.group, title: 'Reading circle', members });
  addChat(world, {
    kind: 'channel',
    id: IDS.channel,
    title: 'Daily digest',
    username: 'daily_digest_channel',
    members,
  });
  addChat(world, {
    kind: 'supergroup',
    id: IDS.forum,
    title: 'News room',
    isForum: true,
    topics: ['World', 'Science'],
    members,
  });
  for (const id of [IDS.group, IDS.forum]) {
    const member = world.chats.get(id)?.members.get(IDS.anonymous);
    if (member !== undefined) member.anonymous = true;
  }
}
