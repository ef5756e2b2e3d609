// /unsubscribe URL; without one, the list to choose from.
import { withoutCredentials } from '../../net/url.ts';
import { notSubscribed } from '../about.ts';
import { listMenu } from '../menus/list.ts';
import { oneLine } from '../one_line.ts';
import { readTypedUrl } from '../typed_url.ts';
import { endByUrl, endedMenu } from '../unsubscribing.ts';
import type { CommandDefinition } from './command.ts';

export const unsubscribe: CommandDefinition = {
  names: ['unsubscribe', 'unsub'],
  usage: 'URL',
  menu: ['private', 'admins'],
  changes: true,
  run: async (context) => {
    const [typed] = context.argument.split(/\s+/);
    if (!typed) return context.show(await listMenu(context, context.target, { verb: 'end' }));
    const address = readTypedUrl(typed);
    const { ended, cancelled } = await endByUrl(context, address);
    if (ended.length > 0) return context.show(endedMenu(context, ended));
    if (cancelled === 0) throw notSubscribed(context, address);
    return context.reply('subscribe-cancelled', { url: oneLine(withoutCredentials(address), '…', 200) });
  },
};
