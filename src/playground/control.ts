// What a test may do to the playground and ask of it.
import { setTimeout as wait } from 'node:timers/promises';
import type { Api } from './api.ts';
import type { Call, Misuse } from './calls.ts';
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
import { isRecord } from './params.ts';
import { deleteAsPerson, editAsPerson, type SayOptions, say, tap } from './people.ts';
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

const WAIT_MS = 10_000;

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
    /** A person writes: `bot_command` entities, `channel_post` in channels, privacy mode in groups, all as on Telegram. */
    say: (chat: ChatRef, from: PersonRef, text: string, options: SayOptions = {}): Message =>
      say(world, findOrStartChat(world, chat), findPerson(world, from), text, options),
    /** Tap an inline button, named by its text or data; rejects when no answer came in time. */
    tap: (chat: ChatRef, messageId: number, button: string, from: PersonRef, { timeoutMs = WAIT_MS } = {}) =>
      within(tap(world, findChat(world, chat), messageId, button, findPerson(world, from)), timeoutMs, button),
    editMessage: (chat: ChatRef, messageId: number, text: string): Message =>
      editAsPerson(world, findChat(world, chat), messageId, text),
    deleteMessage: (chat: ChatRef, messageId: number): void => deleteAsPerson(world, findChat(world, chat), messageId),
    deactivate: (person: PersonRef): void => deactivate(world, findPerson(world, person)),
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
    addBot: (chat: ChatRef): void => setBot(chat, 'member'),
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

export type WaitOptions = { timeoutMs?: number; what?: string };

function createReading(api: Api) {
  const { world } = api;
  /** The chat as a person sees it now, oldest first, after edits and deletions. */
  const messagesIn = (chat: ChatRef, { threadId }: { threadId?: number } = {}): Message[] => {
    const messages = [...findChat(world, chat).messages.values()];
    return threadId === undefined ? messages : messages.filter((message) => message.message_thread_id === threadId);
  };
  return {
    messagesIn,
    /** Texts and captions of the bot's own messages that stand in the chat now. */
    textsIn: (chat: ChatRef, options: { threadId?: number } = {}): string[] => {
      const { own } = findChat(world, chat);
      const byBot = messagesIn(chat, options).filter((message) => own.has(message.message_id));
      return byBot.map((message) => message.text ?? message.caption ?? '');
    },
    calls: api.calls as readonly Call[],
    misuse: api.misuse as readonly Misuse[],
    stored: world.stored as readonly Message[],
    /** Calls answered with an error, those refused by a planned fault included. */
    refusedCalls: (): Call[] => api.calls.filter((call) => (call.status ?? 0) >= 400),
    /** Resolves with what `look` finds, looked for again after every event; rejects with what was seen instead. */
    waitFor: <T>(look: () => T | false | null | undefined, options: WaitOptions = {}): Promise<T> =>
      waitFor(api, look, options),
  };
}

async function waitFor<T>(api: Api, look: () => T | false | null | undefined, options: WaitOptions): Promise<T> {
  const { timeoutMs = WAIT_MS, what = 'what the test waits for' } = options;
  const deadline = AbortSignal.timeout(timeoutMs);
  for (;;) {
    const found = look();
    if (found !== false && found !== null && found !== undefined) return found;
    try {
      await nextChange(api.world, deadline);
    } catch (error) {
      if (!isRecord(error) || !deadline.aborted) throw error;
      throw new Error(`${what} did not happen within ${timeoutMs} ms. ${describe(api)}`, { cause: error });
    }
  }
}

function nextChange(world: World, deadline: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = () => {
      deadline.removeEventListener('abort', fail);
      resolve();
    };
    const fail = () => {
      world.events.off('change', wake);
      reject(deadline.reason);
    };
    if (deadline.aborted) return reject(deadline.reason);
    world.events.once('change', wake);
    deadline.addEventListener('abort', fail, { once: true });
  });
}

/** The last calls and the last messages: enough to see what went on instead. */
function describe({ calls, world }: Api): string {
  const recent = calls.slice(-8).map((call) => `${call.method} -> ${call.status ?? 'unanswered'}`);
  const texts = world.stored
    .slice(-8)
    .map((message) => `${message.chat.id}: ${message.text ?? message.caption ?? '(no text)'}`);
  return `Last calls: ${recent.join(', ') || 'none'}. Last messages:\n${texts.join('\n') || 'none'}`;
}
