// /set_timezone and /get_timezone
import { askTimeZone, describeTimeZone, setTypedTimeZone } from '../settings/typed_time_zone.ts';
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
  run: (context) => context.reply('time-zone-is', describeTimeZone(context, context.target.timeZone)),
};

export const timeZoneCommands: CommandDefinition[] = [set, get];
