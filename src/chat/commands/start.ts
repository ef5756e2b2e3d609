// /start, with the payload of a deep link: t.me/<bot>?start=<address in base64url>, or ?startgroup=.
import type { CommandContext } from '../context.ts';
import { mainMenu } from '../menus/main.ts';
import { requireRights } from '../rights.ts';
import { subscribeToAll } from '../subscribing.ts';
import type { CommandDefinition } from './command.ts';

export const start: CommandDefinition = {
  names: ['start'],
  menu: ['private'],
  isPersonal: true,
  run: async (context) => {
    const url = readPayload(context.argument);
    if (url === null) return greet(context);
    await requireRights(context);
    return subscribeToAll(context, [url]);
  },
};

function greet(context: CommandContext): Promise<unknown> {
  const { chat, username, reply, show, text } = context;
  if (chat.kind === 'private') return show({ ...mainMenu(context), text: text('start') });
  return chat.kind === 'channel' ? reply('start-channel') : reply('added-to-group', { username });
}

/** Telegram lets 64 characters of A-Z a-z 0-9 _ - through. @returns null where they are no address */
function readPayload(payload: string): string | null {
  if (!/^[\w-]{4,64}$/.test(payload)) return null;
  const text = Buffer.from(payload, 'base64url').toString('utf8');
  return /^(https?:\/\/)?[\w-]+(\.[\w-]+)+(:\d+)?(\/[^\s]*)?$/i.test(text) ? text : null;
}
