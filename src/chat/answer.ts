// How the bot speaks: through the same budget as items, in the lane kept for people, and again while Telegram is busy.
import { setTimeout as wait } from 'node:timers/promises';
import type { Budget } from '../delivery/budget.ts';
import type { RichText } from '../message/part.ts';
import type { TelegramClient } from '../telegram/client.ts';
import type { CallFailure, CallOutcome } from '../telegram/outcome.ts';

/** What it takes to say something in a chat. */
export type AnswerDeps = { telegram: TelegramClient; budget: Budget };

export type Place = { telegramId: string; threadId: number };

/** A button under a message; its data stays under 64 bytes (Bot API: InlineKeyboardButton). */
export type Button = { text: string; data: string } | { text: string; url: string };

/** A message with buttons, one row a line. */
export type Menu = { text: RichText; buttons?: Button[][] };

/** How often an answer is tried while Telegram is busy or in trouble. */
const TRIES = 5;
const LONGEST_WAIT_MS = 30_000;

/** `markup` is a keyboard that is not under the message; `replyTo` the message that is answered. */
export type Extra = { markup?: object; replyTo?: string | null };

/** @returns the message's id, or null when Telegram did not take it */
export async function sendMenu(
  deps: AnswerDeps,
  to: Place,
  menu: Menu,
  { markup, replyTo }: Extra = {},
): Promise<string | null> {
  const payload = {
    chat_id: to.telegramId,
    ...(to.threadId === 0 ? {} : { message_thread_id: to.threadId }),
    ...describeMenu(menu),
    ...(markup ? { reply_markup: markup } : {}),
    ...(replyTo ? { reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true } } : {}),
  };
  const outcome = await callPatiently(deps.budget, () =>
    deps.telegram.call<{ message_id: number }>('sendMessage', payload),
  );
  return outcome.kind === 'ok' ? String(outcome.result.message_id) : null;
}

/** Put a menu in the place of one of our messages. @returns false when that message is no more, or cannot be changed */
export async function editMenu(deps: AnswerDeps, to: Place, messageId: string, menu: Menu): Promise<boolean> {
  const payload = { chat_id: to.telegramId, message_id: Number(messageId), ...describeMenu(menu) };
  const outcome = await callPatiently(deps.budget, () => deps.telegram.call('editMessageText', payload));
  return outcome.kind !== 'refused' || /message is not modified/.test(outcome.words);
}

function describeMenu({ text, buttons }: Menu): object {
  const rows = buttons?.map((row) =>
    row.map((button) =>
      'url' in button ? { text: button.text, url: button.url } : { text: button.text, callback_data: button.data },
    ),
  );
  return {
    text: text.text,
    entities: text.entities,
    link_preview_options: { is_disabled: true },
    ...(rows ? { reply_markup: { inline_keyboard: rows } } : {}),
  };
}

/**
 * A call in the people's lane, repeated while Telegram did not carry it out and may yet. One without an answer is not: it may have been.
 * @param budget null for a call that sends nothing
 * @param messages how many it sends: an album counts as its pieces
 */
export async function callPatiently<Result>(
  budget: Pick<Budget, 'waitFor'> | null,
  call: () => Promise<CallOutcome<Result>>,
  messages = 1,
): Promise<CallOutcome<Result>> {
  for (let tries = 1; ; tries += 1) {
    await budget?.waitFor('people', messages);
    const outcome = await call();
    const waitMs = outcome.kind === 'ok' ? null : waitBeforeRepeat(outcome, tries);
    if (waitMs === null || tries === TRIES) return outcome;
    await wait(Math.min(waitMs, LONGEST_WAIT_MS));
  }
}

function waitBeforeRepeat(outcome: CallFailure, tries: number): number | null {
  if (outcome.kind === 'throttled') return outcome.waitMs;
  return outcome.kind === 'failed' ? 500 * 2 ** tries : null;
}
