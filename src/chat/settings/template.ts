// Templates: tried on a real item first, kept when the person has seen it.
import { UserError } from '../../errors.ts';
import { join, plain, wrap } from '../../message/rich_text.ts';
import { MAX_TEMPLATE_CHARS, parseTemplate } from '../../message/template/parse_template.ts';
import { readCard } from '../../store/cards.ts';
import { newestItems, newestOfChat } from '../../store/newest_items.ts';
import { insertDraft, setText } from '../../store/settings.ts';
import { type About, levelOf, nameOf, refOf, titleOf } from '../about.ts';
import type { Menu } from '../answer.ts';
import type { Context } from '../context.ts';
import { ask } from '../conversation.ts';
import { button } from '../menus/buttons.ts';
import { settingButtons } from '../menus/setting_buttons.ts';
import { oneLine } from '../one_line.ts';
import { showItem } from '../show_item.ts';

export async function askTemplate(context: Context, about: About): Promise<void> {
  await ask(context, 'template', { args: { about: refOf(about) }, key: 'ask-template' });
}

/** @throws UserError `template-…` with the line and what is wrong there */
export async function tryTemplate(context: Context, about: About, typed: string): Promise<void> {
  const read = parseTemplate(typed);
  if (read.kind === 'refused')
    throw new UserError(`template-${read.reason}`, {
      line: read.line,
      what: oneLine(read.what, '…', 60),
      limit: MAX_TEMPLATE_CHARS,
    });
  const sample = await sampleOf(context, about);
  if (sample === null) return keepUnseen(context, about, typed);
  await showItem(context, { ...about, card: sample.card }, sample.item, typed);
  const draftId = await insertDraft(context.db, { level: levelOf(about), template: typed });
  await context.show({
    text: context.text('template-preview', { title: titleOf(sample.card) }),
    buttons: [[button(context, 'button-keep', 'keep', draftId), button(context, 'button-discard', 'discard', draftId)]],
  });
}

/** There is nothing yet to show it on. */
async function keepUnseen(context: Context, about: About, template: string): Promise<void> {
  await setText(context.db, levelOf(about), 'template', template);
  await context.reply('template-kept-unseen');
}

async function sampleOf({ db }: Context, { card, target }: About) {
  if (card) {
    const [item] = await newestItems(db, card.feedId, 1);
    return item ? { item, card } : null;
  }
  const [item] = await newestOfChat(db, target.chatId, 1);
  const of = item ? await readCard(db, item.subscriptionId) : null;
  return item && of ? { item, card: of } : null;
}

export async function removeTemplate(context: Context, about: About): Promise<void> {
  await setText(context.db, levelOf(about), 'template', null);
}

export function templateMenu(context: Context, about: About, heading?: string): Menu {
  const { target, card } = about;
  const template = card ? card.template : target.template;
  return {
    text: join(
      [
        context.text(heading ?? 'template-heading', { title: nameOf(context, about) }),
        ...(template
          ? [wrap(plain([...template].slice(0, 3000).join('')), 'pre')]
          : [context.text('template-none'), context.text('template-how')]),
      ],
      '\n\n',
    ),
    buttons: settingButtons(context, about, template !== null, { ask: 'asktemplate', remove: 'notemplate' }),
  };
}
