// For end-to-end tests that walk the bot's menus: what is tapped, and what a person then sees in which chat and topic.
import assert from 'node:assert/strict';
import type { Message, TapAnswer } from '../playground/types.ts';
import type { Chat, Person } from '../playground/world.ts';
import type { Conversation } from './testing.ts';

export type Walk = {
  chat: Chat;
  /** a forum's topic */
  threadId: number | undefined;
  /** Say it, as an answer to a question where one is given, and see what the bot says to it. */
  say(text: string, shown: RegExp, question?: Message): Promise<Message>;
  /** Tap: the message itself becomes something else. */
  becomes(message: Message, button: string, shown: RegExp): Promise<Message>;
  /** Tap: new messages come below, one for each of `shown`. @returns the last */
  brings(message: Message, button: string, ...shown: RegExp[]): Promise<Message>;
  /** Tap: a word over the chat, and nothing else need happen. */
  tap(message: Message, button: string): Promise<TapAnswer>;
  /** the message as it stands in the chat; undefined when it was deleted */
  now(message: Message): Message | undefined;
  /** kinds of buttons that were tapped */
  tapped: Set<string>;
};

/** What kind of button it is: its data without ids and page numbers. */
export function kindOf(data: string): string {
  return data.replace(/\d+/g, '0');
}

export const buttonsOf = (message: Message) => (message.reply_markup?.inline_keyboard ?? []).flat();
export const labelsOf = (message: Message) => buttonsOf(message).map(({ text }) => text);

/** @param person who speaks and taps; an admin of the chat */
export function startWalk(room: Conversation, chat: Chat, person: Person): Walk {
  const [threadId] = chat.topics.keys();
  const tapped = new Set<string>();
  const now: Walk['now'] = ({ message_id: id }) => room.messagesIn(chat).find((one) => one.message_id === id);
  const tap: Walk['tap'] = async (message, button) => {
    await room.db.query({ text: 'delete from command_counts' }); // as if a minute passed
    const there = buttonsOf(now(message)!);
    const found = there.find(({ text, callback_data: data }) => text === button || data === button);
    tapped.add(kindOf(found?.callback_data ?? ''));
    return room.tap(chat, message.message_id, button, person);
  };
  return {
    chat,
    threadId,
    tapped,
    now,
    tap,
    say: async (text, shown, question) => {
      await room.db.query({ text: 'delete from command_counts' });
      const place = threadId === undefined ? {} : { threadId };
      const message = await room.ask(chat, person, text, shown, {
        ...place,
        ...(question ? { replyTo: question.message_id } : {}),
      });
      assert.equal(message.message_thread_id, threadId, text);
      return message;
    },
    becomes: async (message, button, shown) => {
      await tap(message, button);
      const after = now(message);
      assert.match(after?.text ?? '', shown, button);
      return after!;
    },
    brings: async (message, button, ...shown) => {
      const last = room.messagesIn(chat).at(-1)!.message_id;
      await tap(message, button);
      const brought = room.messagesIn(chat).filter(({ message_id: id }) => id > last);
      assert.equal(brought.length, shown.length, button);
      for (const [index, one] of brought.entries()) {
        assert.match(one.text ?? '', shown[index]!, button);
        assert.equal(one.message_thread_id, threadId, button);
      }
      return brought.at(-1)!;
    },
  };
}
