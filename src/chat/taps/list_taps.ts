// Taps that lead from menu to menu, and those on the answers to /subscribe.
import { UserError } from '../../errors.ts';
import type { RequestId } from '../../store/ids.ts';
import { readRequest } from '../../store/subscribe_requests.ts';
import { aboutRef, refOf } from '../about.ts';
import { callPatiently } from '../answer.ts';
import { COMMANDS } from '../commands/all.ts';
import { helpMenu } from '../commands/help.ts';
import { ask } from '../conversation.ts';
import { LIST_VERBS, type ListVerb, listMenu } from '../menus/list.ts';
import { mainMenu } from '../menus/main.ts';
import { subscribeTo } from '../subscribing.ts';
import type { TapDefinition } from './tap.ts';

const list: TapDefinition = {
  changes: false,
  run: async (context, [ref, page, verb]) => {
    const { target } = await aboutRef(context, ref);
    if (!LIST_VERBS.includes(verb as ListVerb) || !/^\d{1,4}$/.test(page ?? '')) throw new UserError('menu-old');
    await context.edit(await listMenu(context, target, { page: Number(page), verb: verb as ListVerb }));
    return null;
  },
};

const close: TapDefinition = {
  changes: false,
  run: async ({ telegram, place, tap }) => {
    const message = { chat_id: place.telegramId, message_id: Number(tap.messageId) };
    const outcome = await callPatiently(null, () => telegram.call('deleteMessage', message));
    // Telegram lets nobody delete what is older than two days; then at least its buttons go.
    if (outcome.kind === 'refused') await callPatiently(null, () => telegram.call('editMessageReplyMarkup', message));
    return null;
  },
};

const help: TapDefinition = {
  changes: false,
  run: async (context) => {
    await context.edit(helpMenu(context, COMMANDS));
    return null;
  },
};

const main: TapDefinition = {
  changes: false,
  run: async (context) => {
    await context.edit(mainMenu(context));
    return null;
  },
};

const askSubscribe: TapDefinition = {
  changes: true,
  run: async (context, [ref]) => {
    const args = { about: refOf(await aboutRef(context, ref)) };
    await ask(context, 'subscribe', { args, key: 'ask-url' });
    return null;
  },
};

/** One of several feeds that were found on a page. */
const pick: TapDefinition = {
  changes: true,
  costly: true,
  run: async (context, [requestId, index]) => {
    if (!/^\d{1,18}$/.test(requestId ?? '') || !/^\d{1,2}$/.test(index ?? '')) throw new UserError('menu-old');
    const request = await readRequest(context.db, requestId as RequestId);
    const found =
      request?.answer.telegramId === context.chat.telegramId ? request.candidates[Number(index)] : undefined;
    if (!request || !found) throw new UserError('menu-old');
    const { target } = await aboutRef(context, `c${request.chatId}`);
    await subscribeTo({ ...context, target }, found.url, { messageId: context.tap.messageId });
    return null;
  },
};

export const listTaps: Record<string, TapDefinition> = { list, close, help, main, asksubscribe: askSubscribe, pick };
