// /set_timezone and /get_timezone
import { refOf } from '../about.ts';
import { ask } from '../conversation.ts';
import { localTime } from '../settings/time_zone.ts';
import { setTypedTimeZone } from '../settings/typed_time_zone.ts';
import type { CommandDefinition } from './command.ts';

const set: CommandDefinition = {
  names: ['set_timezone', 'tz'],
  usage: '180 | +03:00 | Europe/Berlin | Kathmandu',
  menu: ['private'],
  changes: true,
  run: (context) =>
    context.argument === ''
      ? ask(context, 'timezone', {
          args: { about: refOf({ target: context.target, card: null }) },
          key: 'ask-time-zone',
          textArgs: { timeZone: context.target.timeZone },
        })
      : setTypedTimeZone(context, context.argument),
};

const get: CommandDefinition = {
  names: ['get_timezone'],
  run: ({ target, chat, reply }) =>
    reply('time-zone-is', { timeZone: target.timeZone, time: localTime(target.timeZone, chat.language, Date.now()) }),
};

export const timeZoneCommands: CommandDefinition[] = [set, get];
