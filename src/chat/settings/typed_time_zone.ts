// Setting a chat's time zone, and saying what time that makes it.
import { UserError } from '../../errors.ts';
import { setPlace } from '../../store/settings.ts';
import { type About, refOf } from '../about.ts';
import type { Context } from '../context.ts';
import { ask } from '../conversation.ts';
import { localTime, readTimeZone } from './time_zone.ts';

export async function askTimeZone(context: Context, about: About): Promise<void> {
  const { timeZone } = about.target;
  await ask(context, 'timezone', { args: { about: refOf(about) }, key: 'ask-time-zone', textArgs: { timeZone } });
}

/** @param timeZone as Intl takes it */
export async function setTimeZone(context: Context, timeZone: string): Promise<void> {
  await setPlace(context.db, context.target.chatId, { timeZone });
  const time = localTime(timeZone, context.chat.language, Date.now());
  await context.reply('time-zone-set', { timeZone, time });
}

/** @throws UserError `time-zone-unknown` */
export async function setTypedTimeZone(context: Context, typed: string): Promise<void> {
  const timeZone = readTimeZone(typed);
  if (timeZone === null) throw new UserError('time-zone-unknown');
  await setTimeZone(context, timeZone);
}
