// How a call to Telegram can end, as values. Texts of the Bot API server are read here and nowhere else.

/** What a chat is to us when it cannot be sent to. */
export type ChatTrouble = 'blocked' | 'deactivated' | 'kicked' | 'not-a-member' | 'deleted' | 'not-found' | 'no-rights';

export type CallOutcome<Result> =
  | { kind: 'ok'; result: Result }
  /** flood control: come again later */
  | { kind: 'throttled'; waitMs: number }
  /** the group is a supergroup now, under this id */
  | { kind: 'migrated'; telegramId: string }
  | { kind: 'chat-trouble'; trouble: ChatTrouble; words: string }
  | { kind: 'topic-trouble'; trouble: 'closed' | 'missing'; words: string }
  /** Telegram will never take this as it is */
  | { kind: 'refused'; words: string }
  /** our token is wrong, or revoked */
  | { kind: 'unauthorized'; words: string }
  /** Telegram is in trouble; the call was not carried out */
  | { kind: 'failed'; words: string }
  /** no answer came: the call may have been carried out or not */
  | { kind: 'unanswered'; words: string };

export type CallFailure = Exclude<CallOutcome<never>, { kind: 'ok' }>;

/** The body of an answer with `ok: false`. */
export type ErrorBody = {
  error_code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number } | undefined;
};

// Bot API descriptions, without the "Forbidden: " or "Bad Request: " before them.
const CHAT_TROUBLES: [RegExp, ChatTrouble][] = [
  [/bot was blocked by the user/, 'blocked'],
  [/can't initiate conversation with a user/, 'blocked'],
  [/user is deactivated/, 'deactivated'],
  [/bot was kicked from/, 'kicked'],
  [/bot is not a member of/, 'not-a-member'],
  [/group chat was deleted/, 'deleted'],
  [/chat not found|PEER_ID_INVALID|chat_id is empty/, 'not-found'],
  [/can't send messages to (the )?bots?/, 'not-found'],
  [
    /not enough rights|need administrator rights|have no rights|CHAT_WRITE_FORBIDDEN|CHAT_ADMIN_REQUIRED|CHAT_SEND_\w+_FORBIDDEN|CHAT_RESTRICTED/,
    'no-rights',
  ],
];

/** What an answer of the Bot API server with `ok: false` means. */
export function readFailure({ error_code: code, description: words, parameters }: ErrorBody): CallFailure {
  if (code === 429 || parameters?.retry_after !== undefined)
    return { kind: 'throttled', waitMs: (parameters?.retry_after ?? 5) * 1000 };
  if (parameters?.migrate_to_chat_id !== undefined)
    return { kind: 'migrated', telegramId: String(parameters.migrate_to_chat_id) };
  if (code === 401 || code === 404) return { kind: 'unauthorized', words };
  if (code >= 500) return { kind: 'failed', words };
  if (/TOPIC_CLOSED/.test(words)) return { kind: 'topic-trouble', trouble: 'closed', words };
  if (/message thread not found|TOPIC_DELETED|TOPIC_ID_INVALID/.test(words))
    return { kind: 'topic-trouble', trouble: 'missing', words };
  const trouble = CHAT_TROUBLES.find(([pattern]) => pattern.test(words))?.[1];
  return trouble ? { kind: 'chat-trouble', trouble, words } : { kind: 'refused', words };
}
