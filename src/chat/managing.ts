// Managing a channel (or group) from a private chat: chosen by name, by a forwarded post or by Telegram's own chat picker.
import { UserError } from '../errors.ts';
import { type ChatKind, setManagedChat, upsertChat } from '../store/chats.ts';
import { sendMenu } from './answer.ts';
import type { CommandContext } from './context.ts';
import { oneLine } from './one_line.ts';
import { requireRights } from './rights.ts';

type Found = { id: number; type: ChatKind; title?: string };

/** @param named `@name`, a t.me link or Telegram's number of a chat @throws UserError `channel-unknown`, `not-your-chat` */
export async function chooseChannel(context: CommandContext, named: string): Promise<void> {
  const { telegram, db, chat } = context;
  const id = readName(named);
  const outcome = id === null ? null : await telegram.call<Found>('getChat', { chat_id: id });
  if (outcome?.kind !== 'ok' || outcome.result.type === 'private') throw new UserError('channel-unknown');
  const { id: telegramId, type: kind, title = '' } = outcome.result;
  const found = { telegramId: String(telegramId), kind, title, language: chat.language };
  // Asked before anything is written: a stranger who names a chat neither makes nor changes its row.
  await requireRights({ ...context, target: found });
  const target = await upsertChat(db, found);
  await setManagedChat(db, chat.chatId, target.chatId);
  await sendMenu(
    context,
    context.place,
    { text: context.text('channel-chosen', { title: oneLine(title, '…', 60) }) },
    { markup: PICKER.gone },
  );
}

export async function leaveChannel({ db, chat, reply }: CommandContext): Promise<void> {
  await setManagedChat(db, chat.chatId, null);
  await reply('channel-left');
}

function readName(named: string): string | null {
  const text = named.trim();
  if (/^-?\d{1,19}$/.test(text)) return text;
  const name = /^(?:@|(?:https?:\/\/)?t\.me\/)(\w{4,32})\/?$/i.exec(text)?.[1];
  return name ? `@${name}` : null;
}

/** Telegram's chat picker: it offers the channels in which the person is an admin and the bot is a member. */
export const PICKER = {
  keyboard: (label: string) => ({
    keyboard: [
      [
        {
          text: label,
          request_chat: {
            request_id: 1,
            chat_is_channel: true,
            user_administrator_rights: { can_post_messages: true },
            bot_is_member: true,
          },
        },
      ],
    ],
    resize_keyboard: true,
    one_time_keyboard: true,
  }),
  /** It would stay under the text field. */
  gone: { remove_keyboard: true },
};
