// What a command is given, and how it answers.
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../db.ts';
import type { Budget } from '../delivery/budget.ts';
import type { Logger } from '../log.ts';
import type { Part, RichText } from '../message/part.ts';
import type { Chat } from '../store/chats.ts';
import type { TelegramClient } from '../telegram/client.ts';
import type { CallFailure } from '../telegram/outcome.ts';
import { type SendOutcome, sendPart } from '../telegram/send.ts';
import type { IncomingMessage } from './incoming.ts';
import { richText, type TextArgs } from './text/texts.ts';

/** What it takes to say something in a chat. */
export type AnswerDeps = { telegram: TelegramClient; budget: Budget };

export type ChatDeps = AnswerDeps & {
  db: Database;
  limits: { subscriptions: number };
  log: Pick<Logger, 'warn' | 'error'>;
};

export type CommandContext = ChatDeps & {
  chat: Chat;
  incoming: IncomingMessage;
  argument: string;
  /** answer in the chat, and in the topic, where the command came from */
  reply(key: string, args?: TextArgs): Promise<SendOutcome>;
  replyWith(text: RichText): Promise<SendOutcome>;
};

/** How often an answer is tried while Telegram is busy or in trouble. */
const TRIES = 5;
const LONGEST_WAIT_MS = 30_000;

/** A message to people: it goes through the same budget as items, in the lane kept for answers. */
export async function sendAnswer(
  { telegram, budget }: AnswerDeps,
  to: { telegramId: string; threadId: number },
  text: RichText,
): Promise<SendOutcome> {
  const part: Part = { kind: 'text', preview: 'off', previewUrl: null, ...text };
  return callPatiently(budget, () => sendPart(telegram, part, to));
}

/** A call in the people's lane, repeated while Telegram did not carry it out and may yet. One without an answer is not: it may have been. */
export async function callPatiently<Outcome extends { kind: string }>(
  budget: Budget,
  call: () => Promise<Outcome | Extract<CallFailure, { kind: 'throttled' | 'failed' }>>,
): Promise<Outcome | CallFailure> {
  for (let tries = 1; ; tries += 1) {
    await budget.waitFor('people', 1);
    const outcome = await call();
    const waitMs = waitBeforeRepeat(outcome as CallFailure, tries);
    if (waitMs === null || tries === TRIES) return outcome;
    await wait(Math.min(waitMs, LONGEST_WAIT_MS));
  }
}

function waitBeforeRepeat(outcome: CallFailure, tries: number): number | null {
  if (outcome.kind === 'throttled') return outcome.waitMs;
  return outcome.kind === 'failed' ? 500 * 2 ** tries : null;
}

export function createContext(deps: ChatDeps, chat: Chat, incoming: IncomingMessage): CommandContext {
  const to = { telegramId: chat.telegramId, threadId: incoming.threadId };
  const replyWith = (text: RichText) => sendAnswer(deps, to, text);
  return {
    ...deps,
    chat,
    incoming,
    argument: incoming.command?.argument ?? '',
    replyWith,
    reply: (key, args) => replyWith(richText(chat.language, key, args)),
  };
}
