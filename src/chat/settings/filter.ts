// Filters: set, and shown with what they would do to the items that are there.
import { UserError } from '../../errors.ts';
import { MAX_CLAUSE_CHARS } from '../../message/filter/clause.ts';
import type { Verdict } from '../../message/filter/judge.ts';
import { parseFilter } from '../../message/filter/parse_filter.ts';
import { judgeItem } from '../../message/judge_item.ts';
import { webLink } from '../../message/lines.ts';
import type { RichText } from '../../message/part.ts';
import { concat, join, linkTo, plain, wrap } from '../../message/rich_text.ts';
import type { Item } from '../../store/item.ts';
import { newestItems, newestOfChat } from '../../store/newest_items.ts';
import { setText } from '../../store/settings.ts';
import { type About, aboutRef, levelOf, nameOf, refOf } from '../about.ts';
import type { Menu } from '../answer.ts';
import type { Context } from '../context.ts';
import { ask } from '../conversation.ts';
import { settingButtons } from '../menus/setting_buttons.ts';
import { oneLine } from '../one_line.ts';

/** Items that a filter is tried on. */
const TRIED = 20;

export async function askFilter(context: Context, about: About): Promise<void> {
  await ask(context, 'filter', {
    args: { about: refOf(about) },
    key: 'ask-filter',
    textArgs: { example: exampleOf(context) },
  });
}

/** As code: a client would make a command of its pattern. */
function exampleOf(context: Context): RichText {
  return wrap(context.text('filter-example'), 'code');
}

/** @throws UserError `filter-…` naming the part that cannot be read */
export async function setFilter(context: Context, about: About, typed: string): Promise<void> {
  const read = parseFilter(typed, { maxClauses: context.limits.filterClauses });
  if (read.kind === 'refused')
    throw new UserError(`filter-${read.reason}`, {
      clause: oneLine(read.clause, ',,', 60),
      limit: read.reason === 'clause-too-long' ? MAX_CLAUSE_CHARS : context.limits.filterClauses,
    });
  await setText(context.db, levelOf(about), 'filter', read.filter.clauses.map((clause) => clause.source).join(', '));
  await context.show(await filterMenu(context, await aboutRef(context, refOf(about)), 'filter-updated'));
}

export async function removeFilter(context: Context, about: About): Promise<void> {
  await setText(context.db, levelOf(about), 'filter', null);
}

/** A filter, what it does to the last items and why. @param heading a sentence before it */
export async function filterMenu(context: Context, about: About, heading?: string): Promise<Menu> {
  const { target, card } = about;
  const filter = card ? card.filter : target.filter;
  const shown = filter
    ? [wrap(plain(oneLine(filter, '…', 1500)), 'code'), await dryRun(context, about)]
    : [context.text('filter-none'), context.text('filter-how', { example: exampleOf(context) })];
  return {
    text: join([context.text(heading ?? 'filter-heading', { title: nameOf(context, about) }), ...shown], '\n\n'),
    buttons: settingButtons(context, about, filter !== null, { ask: 'askfilter', remove: 'nofilter' }),
  };
}

async function dryRun(context: Context, { target, card }: About): Promise<RichText> {
  const items = card
    ? await newestItems(context.db, card.feedId, TRIED)
    : await newestOfChat(context.db, target.chatId, TRIED);
  const filters = { chat: target.filter, subscription: card?.filter ?? null };
  const judged = items.map((item) => ({ item, verdict: judgeItem(filters, item) }));
  const passing = judged.filter(({ verdict }) => verdict.pass).length;
  return join(
    [
      context.text('filter-dry-run', { total: items.length, passing }),
      ...judged.map(({ item, verdict }) => verdictLine(context, item, verdict)),
    ],
    '\n',
  );
}

function verdictLine(context: Context, item: Item, verdict: Verdict): RichText {
  const title = linkTo(plain(oneLine(item.title, '…', 60)), webLink(item.link));
  const clause = verdict.clause ? oneLine(verdict.clause.source, '…', 40) : null;
  const why = clause ?? context.label(verdict.pass ? 'filter-nothing-unwanted' : 'filter-nothing-wanted');
  return concat(plain(verdict.pass ? '✅ ' : '❌ '), title, plain(` – ${why}`));
}
