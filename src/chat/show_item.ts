// Items as a chat would get them, shown on request: the latest ones, a preview, a template tried out.
import type { Budget } from '../delivery/budget.ts';
import type { Part } from '../message/part.ts';
import { renderItem } from '../message/render.ts';
import type { Card } from '../store/cards.ts';
import type { Item } from '../store/item.ts';
import type { CallOutcome } from '../telegram/outcome.ts';
import { countMessages, sendPart } from '../telegram/send.ts';
import type { About } from './about.ts';
import { callPatiently } from './answer.ts';
import type { Context } from './context.ts';
import { effectiveOptions } from './menus/options.ts';
import { plainText } from './text/texts.ts';

/** @param template one that is only tried out */
function renderFor(about: About & { card: Card }, item: Item, template: string | null = null, media = true): Part[] {
  const { target, card } = about;
  const tried = template === null ? {} : { mode: 'template' as const, template };
  const silenced = media ? {} : { media: 'off' as const };
  const { language, timeZone } = target;
  return renderItem({
    feed: { title: card.feedTitle, link: card.feedLink, url: card.feedUrl },
    item,
    options: { ...effectiveOptions(about), ...tried, ...silenced, language, timeZone },
    texts: { readOn: plainText(language, 'read-on') },
  });
}

/** How many messages of one item are shown: enough to see what it looks like. */
const PARTS = 3;

/** Send an item to where the request came from; media that Telegram does not take are left out. */
export async function showItem(
  context: Context,
  about: About & { card: Card },
  item: Item,
  template: string | null = null,
): Promise<void> {
  const isShown = await sendParts(context, renderFor(about, item, template));
  if (!isShown) await sendParts(context, renderFor(about, item, template, false));
}

export async function sendParts(
  { budget, telegram, place }: Pick<Context, 'telegram' | 'place'> & { budget: Pick<Budget, 'waitFor'> },
  parts: Part[],
): Promise<boolean> {
  for (const part of parts.slice(0, PARTS)) {
    const send = async (): Promise<CallOutcome<null>> => {
      const sent = await sendPart(telegram, part, place);
      return sent.kind === 'sent' ? { kind: 'ok', result: null } : sent;
    };
    const outcome = await callPatiently(budget, send, countMessages(part));
    if (outcome.kind === 'refused') return false;
  }
  return true;
}
