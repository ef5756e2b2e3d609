// All commands there are.
import type { CommandDefinition } from './command.ts';
import { help } from './help.ts';
import { listSubscriptions } from './list_subscriptions.ts';
import { start } from './start.ts';
import { subscribe } from './subscribe.ts';
import { unsubscribe } from './unsubscribe.ts';

export const COMMANDS: readonly CommandDefinition[] = [subscribe, listSubscriptions, unsubscribe, help, start];

const byName = new Map(COMMANDS.flatMap((command) => command.names.map((name) => [name, command] as const)));

export function findCommand(name: string): CommandDefinition | undefined {
  return byName.get(name);
}
