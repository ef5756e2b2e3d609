// What a command is. To add one: a file here that exports it, its name in commands/all.ts, its sentences in chat/text/.
import type { CommandContext } from '../context.ts';

export type CommandDefinition = {
  /** as typed after the slash; the first is the one in the menu, whose text is `menu-<name>` */
  names: [string, ...string[]];
  /** May throw a UserError, whose sentence is then the answer. */
  run(context: CommandContext): Promise<unknown>;
};
