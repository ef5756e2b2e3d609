// answerCallbackQuery: one answer a tap, and not too late.
import { type MethodCall, type Methods, method } from './methods.ts';
import { readBoolean, readText } from './params.ts';
import { badRequest } from './refusal.ts';
import type { TapAnswer } from './types.ts';
import { announce } from './world.ts';

/** How long Telegram really waits is not published. */
const ANSWERABLE_MS = 10 * 60 * 1000;
const MAX_ANSWER = 200;

export const CALLBACK_METHODS: Methods = {
  answerCallbackQuery: method('callback_query_id text show_alert url cache_time', answerCallbackQuery),
};

function answerCallbackQuery({ world, params }: MethodCall): true {
  const id = readText(params, 'callback_query_id');
  const query = world.queries.get(id);
  if (query === undefined || world.now() - query.atMs > ANSWERABLE_MS) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  const text = readText(params, 'text');
  if ([...text].length > MAX_ANSWER) throw badRequest('MESSAGE_TOO_LONG');
  world.queries.delete(id);
  const answer: TapAnswer = { showAlert: readBoolean(params, 'show_alert'), ...(text === '' ? {} : { text }) };
  query.settle(answer);
  announce(world, 'answer', { chatId: query.chatId, ...answer });
  return true;
}
