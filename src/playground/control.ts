// What a test may do to the playground and ask of it.
import { setTimeout as wait } from 'node:timers/promises';
import type { Api } from './api.ts';
import {
  deactivate,
  deleteGroup,
  deleteTopic,
  migrateGroup,
  setBotStatus,
  setMember,
  setRights,
  setTopicClosed,
} from './chat_changes.ts';
import { type FaultHandle, type FaultPlan, planFault } from './faults.ts';
import { deleteAsPerson, editAsPerson, post, type SayOptions, say, tap } from './people.ts';
import { forward, type PersonFile, sendFile, shareChat } from './person_messages.ts';
import { createReading, WAIT_MS } from './reading.ts';
import { addChat, addPerson, type ChatOptions, IDS, type PersonOptions } from './seed.ts';
import type { Message, TapAnswer } from './types.ts';
import {
  type Chat,
  type ChatRef,
  findChat,
  findPerson,
  type Person,
  type PersonRef,
  type Rights,
  type World,
} from './world.ts';

export type Control = ReturnType<typeof createControl>;

/** The control object; everything it does happens at once, before the function returns. */
export function createControl(api: Api) {
  const { world } = api;
  return {
    world,
    people: {
      owner: findPerson(world, IDS.owner),
      member: findPerson(world, IDS.member),
      anonymous: findPerson(world, IDS.anonymous),
    },
    chats: {
      private: findChat(world, IDS.owner),
      group: findChat(world, IDS.group),
      channel: findChat(world, IDS.channel),
      forum: findChat(world, IDS.forum),
    },
    ...createPeopleControl(world),
    ...createSendingControl(world),
    ...createChatControl(world),
    ...createReading(api),
    /** Plan an accident for calls to come. */
    fault: (plan: FaultPlan): FaultHandle => planFault(api.faults, plan),
  };
}

function createPeopleControl(world: World) {
  return {
    /** A new person; write to the bot with `say` (which starts it) or give them a chat with `createChat`. */
    createPerson: (options: PersonOptions = {}): Person => addPerson(world, options),
    /** A chat of any kind, with the bot in it (in channels as administrator) unless `bot` says otherwise. */
    createChat: (options: ChatOptions): Chat => addChat(world, options),
    addMember: (chat: ChatRef, person: PersonRef): void =>
      setMember(world, findChat(world, chat), findPerson(world, person), 'member'),
    /** Make a person an administrator, an anonymous one if asked. */
    promote: (chat: ChatRef, person: PersonRef, { anonymous = false } = {}): void =>
      setMember(world, findChat(world, chat), findPerson(world, person), 'administrator', anonymous),
    demote: (chat: ChatRef, person: PersonRef): void =>
      setMember(world, findChat(world, chat), findPerson(world, person), 'member'),
    /** Tap an inline button, named by its text or data; rejects when no answer came in time. */
    tap: (chat: ChatRef, messageId: number, button: string, from: PersonRef, { timeoutMs = WAIT_MS } = {}) =>
      within(tap(world, findChat(world, chat), messageId, button, findPerson(world, from)), timeoutMs, button),
    editMessage: (chat: ChatRef, messageId: number, text: string): Message =>
      editAsPerson(world, findChat(world, chat), messageId, text),
    deleteMessage: (chat: ChatRef, messageId: number): void => deleteAsPerson(world, findChat(world, chat), messageId),
    deactivate: (person: PersonRef): void => deactivate(world, findPerson(world, person)),
  };
}

/** What people send. */
function createSendingControl(world: World) {
  return {
    /** A person writes: `bot_command` entities, `channel_post` in channels, privacy mode in groups, all as on Telegram. */
    say: (chat: ChatRef, from: PersonRef, text: string, options: SayOptions = {}): Message =>
      say(world, findOrStartChat(world, chat), findPerson(world, from), text, options),
    /** A message of `source` goes on to `chat`, with forward_origin. */
    forward: (
      chat: ChatRef,
      from: PersonRef,
      source: ChatRef,
      messageId: number,
      options: SayOptions = {},
    ): Message => {
      const to = findOrStartChat(world, chat);
      const way = { from: findPerson(world, from), to, source: findChat(world, source), messageId };
      return forward(world, way, options);
    },
    /** A document, such as an OPML file, which the bot can fetch by getFile. */
    sendFile: (chat: ChatRef, from: PersonRef, file: PersonFile, options: SayOptions = {}): Message =>
      sendFile(world, findOrStartChat(world, chat), findPerson(world, from), file, options),
    sendLocation: (chat: ChatRef, from: PersonRef, location: { latitude: number; longitude: number }): Message =>
      post(world, findOrStartChat(world, chat), findPerson(world, from), { location }),
    /** Press the key by which the bot asks for a chat, and pick this one. */
    shareChat: (chat: ChatRef, from: PersonRef, picked: ChatRef): Message =>
      shareChat(world, findChat(world, chat), findPerson(world, from), findChat(world, picked)),
  };
}

/** A private chat comes into being when its person first writes. */
function findOrStartChat(world: World, chat: ChatRef): Chat {
  const id = typeof chat === 'object' ? chat.id : chat;
  const isFirst = !world.chats.has(id) && world.people.has(id);
  return isFirst ? addChat(world, { kind: 'private', personId: id, bot: 'new' }) : findChat(world, chat);
}

async function within(answered: Promise<TapAnswer>, timeoutMs: number, button: string): Promise<TapAnswer> {
  const ended = new AbortController();
  const late = wait(timeoutMs, null, { signal: ended.signal, ref: false });
  const answer = await Promise.race([answered, late]);
  ended.abort();
  if (answer === null) throw new Error(`the tap on "${button}" was not answered within ${timeoutMs} ms`);
  return answer;
}

function createChatControl(world: World) {
  const owner = () => findPerson(world, IDS.owner);
  /** In a private chat its person acts, elsewhere the owner. */
  const actor = (chat: Chat) => (chat.kind === 'private' ? findPerson(world, chat.id) : owner());
  const setBot = (ref: ChatRef, status: 'member' | 'administrator' | 'kicked' | 'left', rights?: Rights) => {
    const chat = findChat(world, ref);
    setBotStatus(world, chat, actor(chat), status, rights);
  };
  return {
    block: (chat: ChatRef): void => setBot(chat, 'kicked'),
    unblock: (chat: ChatRef): void => setBot(chat, 'member'),
    kick: (chat: ChatRef): void => setBot(chat, 'kicked'),
    leave: (chat: ChatRef): void => setBot(chat, 'left'),
    /** As an ordinary member; in a channel, where bots are nothing else, as administrator. */
    addBot: (chat: ChatRef): void =>
      setBot(chat, findChat(world, chat).kind === 'channel' ? 'administrator' : 'member'),
    promoteBot: (chat: ChatRef, rights?: Rights): void => setBot(chat, 'administrator', rights),
    demoteBot: (chat: ChatRef): void => setBot(chat, 'member'),
    /** Rights of the bot: what an ordinary one may send (`can_send_messages`), what an administrator may do. */
    setRights: (chat: ChatRef, rights: Rights): void => setRights(world, findChat(world, chat), owner(), rights),
    /** @returns the supergroup that the group became */
    migrate: (group: ChatRef): Chat => migrateGroup(world, findChat(world, group), owner()),
    deleteGroup: (chat: ChatRef): void => deleteGroup(world, findChat(world, chat), owner()),
    /** Without a thread id: General. */
    closeTopic: (chat: ChatRef, threadId?: number): void =>
      setTopicClosed(world, findChat(world, chat), owner(), threadId, true),
    openTopic: (chat: ChatRef, threadId?: number): void =>
      setTopicClosed(world, findChat(world, chat), owner(), threadId, false),
    deleteTopic: (chat: ChatRef, threadId: number): void => deleteTopic(world, findChat(world, chat), threadId),
  };
}
