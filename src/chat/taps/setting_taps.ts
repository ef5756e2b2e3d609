// Taps that set options, filters, templates, language and time zone, of a subscription or a chat.
import { UserError } from '../../errors.ts';
import { readDraftLevel, setOption, setPlace, setText, takeDraft } from '../../store/settings.ts';
import { type About, aboutRef, chatName, levelOf } from '../about.ts';
import type { Menu } from '../answer.ts';
import type { TapContext } from '../context.ts';
import { cardMenu } from '../menus/card.ts';
import { languageMenu } from '../menus/language.ts';
import { moreMenu } from '../menus/more.ts';
import { isMoreOption, isOptionName, OPTION_VALUES, storedOption } from '../menus/options.ts';
import { settingsMenu } from '../menus/settings.ts';
import { askFilter, filterMenu, removeFilter } from '../settings/filter.ts';
import { askTemplate, removeTemplate, templateMenu } from '../settings/template.ts';
import { askTimeZone } from '../settings/typed_time_zone.ts';
import { LANGUAGES } from '../text/texts.ts';
import type { TapDefinition } from './tap.ts';

function homeOf(context: TapContext, about: About): Menu {
  return about.card
    ? cardMenu(context, { ...about, card: about.card })
    : settingsMenu(context, { target: about.target, card: null });
}

/** Find what the button is about, do something, and show a menu of what it is afterwards. */
function onAbout(
  changes: boolean,
  act: (context: TapContext, about: About, args: string[]) => Promise<void>,
  menu: (context: TapContext, about: About, args: string[]) => Menu | Promise<Menu>,
): TapDefinition {
  return {
    changes,
    run: async (context, [ref, ...args]) => {
      const about = await aboutRef(context, ref);
      const isOld = (about.card?.endedMinutes ?? null) !== null;
      if (!isOld) await act(context, about, args);
      const after = await aboutRef(context, ref);
      await context.edit(isOld ? homeOf(context, after) : await menu(context, after, args));
      return isOld ? { key: 'menu-renewed' } : null;
    },
  };
}

const nothing = async () => undefined;

async function set(context: TapContext, about: About, [name, value]: string[]): Promise<void> {
  const values: readonly string[] = isOptionName(name) ? OPTION_VALUES[name] : [];
  if (!isOptionName(name) || !values.includes(value ?? '')) throw new UserError('menu-old');
  const stored = storedOption(name, value!, about);
  await setOption(context.db, levelOf(about), stored.field, stored.value);
}

/** The menu where the button of an option stands. */
function menuOfOption(context: TapContext, about: About, [name]: string[]): Menu {
  return isOptionName(name) && isMoreOption(name) ? moreMenu(context, about) : homeOf(context, about);
}

const asking = (ask: (context: TapContext, about: About) => Promise<void>): TapDefinition => ({
  changes: true,
  run: async (context, [ref]) => {
    await ask(context, await aboutRef(context, ref));
    return null;
  },
});

const draft = (isKept: boolean): TapDefinition => ({
  changes: true,
  run: async (context, [draftId]) => {
    const level = /^\d{1,18}$/.test(draftId ?? '') ? await readDraftLevel(context.db, draftId!) : null;
    if (level === null) throw new UserError('menu-old');
    const ref = level.subscriptionId ? `s${level.subscriptionId}` : `c${level.chatId}`;
    await aboutRef(context, ref); // refuses what belongs to others
    await context.db.transaction(async (tx) => {
      const taken = await takeDraft(tx, draftId!);
      if (taken && isKept) await setText(tx, taken.level, 'template', taken.template);
    });
    const about = await aboutRef(context, ref);
    await context.edit(templateMenu(context, about, isKept ? 'template-kept' : 'template-discarded'));
    return null;
  },
});

export const settingTaps: Record<string, TapDefinition> = {
  set: onAbout(true, set, menuOfOption),
  more: onAbout(false, nothing, moreMenu),
  settings: onAbout(false, nothing, homeOf),
  filter: { costly: true, ...onAbout(false, nothing, (context, about) => filterMenu(context, about)) },
  nofilter: onAbout(true, removeFilter, (context, about) => filterMenu(context, about, 'filter-removed')),
  template: onAbout(false, nothing, (context, about) => templateMenu(context, about)),
  notemplate: onAbout(true, removeTemplate, (context, about) => templateMenu(context, about, 'template-removed')),
  askfilter: asking(askFilter),
  asktemplate: asking(askTemplate),
  timezone: asking(askTimeZone),
  keep: draft(true),
  discard: draft(false),
  languages: onAbout(false, nothing, (context, { target }) => languageMenu(context, target)),
  language: onAbout(
    true,
    async ({ db }, { target }, [code]) => {
      if (!LANGUAGES.includes(code ?? '')) throw new UserError('menu-old');
      await setPlace(db, target.chatId, { language: code! });
    },
    (context, { target }) => ({
      text: context.textIn(target.language, 'language-set', { chat: chatName(context, target) }),
    }),
  ),
};
