// What an update means to us: who says, taps or does what, and where. Pure types and small readers; read_update.ts makes them.
import type { ChatKind } from '../store/chats.ts';

/** Who acts: a person, or a chat that is spoken as (a channel's posts, anonymous admins of a group). */
export type Actor = { kind: 'person' | 'chat'; telegramId: string };

export type IncomingChat = { telegramId: string; kind: ChatKind; title: string; isForum: boolean };

type Where = {
  updateId: string;
  chat: IncomingChat;
  /** a forum's topic; 0: none, since a thread of replies outside forums is not one */
  threadId: number;
  actor: Actor;
  languageCode: string | undefined;
};

export type IncomingMessage = Where & {
  kind: 'message';
  messageId: string;
  text: string;
  command: Command | null;
  /** addresses in the text and behind its words, in order, each once */
  links: string[];
  replyTo: string | null;
  /** the name of the topic it is in, as far as the message tells */
  topicName: string | null;
  isForwarded: boolean;
  /** the channel that a forwarded post came from */
  forwardedFrom: string | null;
  location: { latitude: number; longitude: number } | null;
  /** a chat picked by the button that asks for one */
  pickedChat: string | null;
};

export type IncomingTap = Where & { kind: 'tap'; queryId: string; messageId: string | null; data: string };

/** What became of the bot in a chat. */
export type Membership = Where & { kind: 'membership'; status: string; wasIn: boolean; isIn: boolean };

export type Service = Where & {
  kind: 'service';
  event:
    | { what: 'topic'; name: string }
    | { what: 'topic-closed' | 'topic-reopened' }
    | { what: 'migrated'; from: string; to: string };
};

export type Incoming = IncomingMessage | IncomingTap | Membership | Service;

/** `/name@handle argument`; the name in lower case. */
export type Command = { name: string; handle: string | null; argument: string };

/** The whole word after the slash is the command: `/subscribehttps://…` is none. */
export function readCommand(text: string): Command | null {
  const found = /^\/([a-z0-9_]{1,32})(?:@(\w+))?(?:\s+([\s\S]*))?$/i.exec(text.trim());
  return found
    ? { name: found[1]!.toLowerCase(), handle: found[2]?.toLowerCase() ?? null, argument: (found[3] ?? '').trim() }
    : null;
}

/** The chat an update belongs to, whatever it is about: updates of one chat are handled in order. */
export function chatOf(update: object): string | null {
  for (const about of Object.values(update)) {
    const chat = about?.chat ?? about?.message?.chat;
    if (chat?.id !== undefined) return String(chat.id);
  }
  return null;
}
