// The six commands of something that a subscription and a whole chat can have: /set_X URL …, /get_X URL, /remove_X URL, and /set_global_X …
import { UserError } from '../../errors.ts';
import type { About } from '../about.ts';
import type { Menu } from '../answer.ts';
import type { CommandContext, Context } from '../context.ts';
import type { CommandDefinition } from './command.ts';
import { onUrl } from './on_url.ts';

type Thing = {
  name: 'filter' | 'template';
  /** of the value, for the help */
  usage: string;
  ask(context: Context, about: About): Promise<void>;
  set(context: Context, about: About, value: string): Promise<void>;
  remove(context: Context, about: About): Promise<void>;
  menu(context: Context, about: About): Menu | Promise<Menu>;
};

export function twoLevels(thing: Thing): CommandDefinition[] {
  const { name, usage } = thing;
  const show = async (context: CommandContext, about: About) => context.show(await thing.menu(context, about));
  const set = (context: CommandContext, about: About, value: string) =>
    value === '' ? thing.ask(context, about) : thing.set(context, about, value);
  const remove = async (context: CommandContext, about: About) => {
    if ((about.card ?? about.target)[name] === null) throw new UserError(`${name}-none`);
    await thing.remove(context, about);
    return context.reply(`${name}-removed`);
  };
  const ofChat = ({ target }: CommandContext): About => ({ target, card: null });
  return [
    {
      names: [`set_${name}`, name],
      usage: `URL ${usage}`,
      menu: ['private', 'admins'],
      changes: true,
      costly: true,
      run: onUrl(name, set),
    },
    { names: [`get_${name}`], usage: 'URL', costly: true, run: onUrl(name, show) },
    { names: [`remove_${name}`], usage: 'URL', changes: true, run: onUrl(name, remove) },
    {
      names: [`set_global_${name}`],
      usage,
      changes: true,
      costly: true,
      run: (context) => set(context, ofChat(context), context.argument),
    },
    { names: [`get_global_${name}`], costly: true, run: (context) => show(context, ofChat(context)) },
    { names: [`remove_global_${name}`], changes: true, run: (context) => remove(context, ofChat(context)) },
  ];
}
