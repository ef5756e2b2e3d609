// What a test may ask of the playground: chats as people see them, calls as they came, and a wait for either.
import type { Api } from './api.ts';
import type { Call, Misuse } from './calls.ts';
import { isRecord } from './params.ts';
import type { Message } from './types.ts';
import { type ChatRef, findChat, type World } from './world.ts';

/** How long a wait for an answer or an event lasts unless said otherwise. */
export const WAIT_MS = 10_000;

export type WaitOptions = { timeoutMs?: number; what?: string };

export function createReading(api: Api) {
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
