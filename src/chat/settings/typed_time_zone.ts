// Setting a chat's time zone, and saying what time that makes it.
import { UserError } from '../../errors.ts';
import { setPlace } from '../../store/settings.ts';
import { type About, chatName, refOf } from '../about.ts';
import type { Context } from '../context.ts';
import { ask } from '../conversation.ts';
import type { TextArgs } from '../text/texts.ts';
import { localTime, readTimeZone } from './time_zone.ts';

export async function askTimeZone(context: Context, about: About): Promise<void> {
  const textArgs = { chat: chatName(context, about.target), timeZone: about.target.timeZone };
  await ask(context, 'timezone', { args: { about: refOf(about) }, key: 'ask-time-zone', textArgs });
}

/** @param timeZone as Intl takes it */
export async function setTimeZone(context: Context, timeZone: string): Promise<void> {
  await setPlace(context.db, context.target.chatId, { timeZone });
  await context.reply('time-zone-set', describeTimeZone(context, timeZone));
}

/** The zone of the chat that is meant, and the time there now, for a sentence. */
export function describeTimeZone(context: Context, timeZone: string): TextArgs {
  const time = localTime(timeZone, context.chat.language, Date.now());
  return { chat: chatName(context, context.target), timeZone, time };
}

/** @throws UserError `time-zone-unknown` */
export async function setTypedTimeZone(context: Context, typed: string): Promise<void> {
  const timeZone = readTimeZone(typed);
  if (timeZone === null) throw new UserError('time-zone-unknown');
  await setTimeZone(context, timeZone);
}
