// The commands menu that Telegram shows beside the text field: for each kind of reader, in every language we have.
import type { Logger } from '../log.ts';
import type { TelegramClient } from '../telegram/client.ts';
import { COMMANDS } from './commands/all.ts';
import type { MenuScope } from './commands/command.ts';
import { FALLBACK, LANGUAGES, plainText } from './text/texts.ts';

/** Telegram has none for channels: commands are posted there by people who know them. */
const SCOPES: Record<MenuScope, string> = {
  private: 'all_private_chats',
  admins: 'all_chat_administrators',
  members: 'all_group_chats',
};

export async function setMenu(telegram: TelegramClient, log: Pick<Logger, 'warn'>): Promise<void> {
  for (const language of LANGUAGES) {
    for (const [scope, type] of Object.entries(SCOPES) as [MenuScope, string][]) {
      const menu = {
        commands: commandsOf(scope, language),
        scope: { type },
        ...(language === FALLBACK ? {} : { language_code: language }),
      };
      const outcome = await telegram.call('setMyCommands', menu);
      if (outcome.kind !== 'ok') log.warn({ outcome, language, scope }, 'Telegram did not take the commands menu');
    }
  }
}

function commandsOf(scope: MenuScope, language: string): { command: string; description: string }[] {
  return COMMANDS.filter((command) => command.menu?.includes(scope)).map(({ names: [name] }) => ({
    command: name,
    description: plainText(language, `menu-${name}`),
  }));
}
