// All commands there are.
import { channel } from './channel.ts';
import type { CommandDefinition } from './command.ts';
import { feedKeyboard } from './feed_keyboard.ts';
import { filterCommands } from './filter.ts';
import { helpCommands } from './help.ts';
import { listSubscriptions } from './list_subscriptions.ts';
import { operatorCommands } from './operator.ts';
import { pauseCommands } from './pause.ts';
import { settingsCommands } from './settings.ts';
import { start } from './start.ts';
import { subscribe } from './subscribe.ts';
import { templateCommands } from './template.ts';
import { timeZoneCommands } from './time_zone.ts';
import { unsubscribe } from './unsubscribe.ts';
import { why } from './why.ts';

export const COMMANDS: readonly CommandDefinition[] = [
  subscribe,
  listSubscriptions,
  unsubscribe,
  feedKeyboard,
  ...pauseCommands,
  why,
  ...filterCommands,
  ...templateCommands,
  ...settingsCommands,
  ...timeZoneCommands,
  channel,
  ...helpCommands(() => COMMANDS),
  start,
  ...operatorCommands,
];

const byName = new Map(COMMANDS.flatMap((command) => command.names.map((name) => [name, command] as const)));

export function findCommand(name: string): CommandDefinition | undefined {
  return byName.get(name);
}
