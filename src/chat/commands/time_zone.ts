// /set_timezone and /get_timezone
import { localTime } from '../settings/time_zone.ts';
import { askTimeZone, setTypedTimeZone } from '../settings/typed_time_zone.ts';
import type { CommandDefinition } from './command.ts';

const set: CommandDefinition = {
  names: ['set_timezone', 'tz'],
  usage: '180 | +03:00 | Europe/Berlin | Kathmandu',
  menu: ['private'],
  changes: true,
  run: (context) =>
    context.argument === ''
      ? askTimeZone(context, { target: context.target, card: null })
      : setTypedTimeZone(context, context.argument),
};

const get: CommandDefinition = {
  names: ['get_timezone'],
  run: ({ target, chat, reply }) =>
    reply('time-zone-is', { timeZone: target.timeZone, time: localTime(target.timeZone, chat.language, Date.now()) }),
};

export const timeZoneCommands: CommandDefinition[] = [set, get];
