// /pause URL, /resume URL, /latest URL: as the card's buttons do.
import { pause, resume, type Said, showLatest } from '../subscription_acts.ts';
import type { CommandDefinition } from './command.ts';
import { onUrl } from './on_url.ts';

/** Do it, and say so. */
const saying = (act: (...about: Parameters<typeof pause>) => Promise<Said>) =>
  onUrl('card', async (context, about) => {
    const { key, args } = await act(context, about);
    return context.reply(key, args);
  });

export const pauseCommands: CommandDefinition[] = [
  { names: ['pause'], usage: 'URL', changes: true, run: saying(pause) },
  { names: ['resume'], usage: 'URL', changes: true, run: saying(resume) },
  {
    names: ['latest'],
    usage: 'URL',
    menu: ['private', 'admins'],
    changes: true,
    costly: true,
    run: onUrl('latest', (context, about) => showLatest(context, about)),
  },
];
