// The commands menu that Telegram shows beside the text field, in every language we have.
import type { Logger } from '../log.ts';
import type { TelegramClient } from '../telegram/client.ts';
import { COMMANDS } from './commands/all.ts';
import { FALLBACK, LANGUAGES, plainText } from './text/texts.ts';

export async function setMenu(telegram: TelegramClient, log: Pick<Logger, 'warn'>): Promise<void> {
  for (const language of LANGUAGES) {
    const commands = COMMANDS.map(({ names: [name] }) => ({
      command: name,
      description: plainText(language, `menu-${name}`),
    }));
    const menu = { commands, ...(language === FALLBACK ? {} : { language_code: language }) };
    const outcome = await telegram.call('setMyCommands', menu);
    if (outcome.kind !== 'ok') log.warn({ outcome, language }, 'Telegram did not take the commands menu');
  }
}
