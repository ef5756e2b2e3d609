// What a command is. To add one: a file here that exports it, its name in commands/all.ts, its sentences in chat/text/.
import type { CommandContext } from '../context.ts';

/** Where Telegram's commands menu shows it: to whom. */
export type MenuScope = 'private' | 'admins' | 'members';

export type CommandDefinition = {
  /** as typed after the slash; what it does stands in the language files as `menu-<first name>` */
  names: [string, ...string[]];
  /** what may follow it, for the help */
  usage?: string;
  menu?: MenuScope[];
  /** changes what the chat gets: for admins only, outside private chats */
  changes?: boolean;
  /** costs the bot or others something: only so often a minute */
  costly?: boolean;
  /** about the chat where it is typed, even while another chat is managed from there */
  isPersonal?: boolean;
  /** for whom ADMIN_TELEGRAM_ID names, in their private chat; unknown to everybody else */
  isForOperator?: boolean;
  /** May throw a UserError, whose sentence is then the answer. */
  run(context: CommandContext): Promise<unknown>;
};
