// What became of a subscription's latest items, and why: out of the log of deliveries.
import { webLink } from '../../message/lines.ts';
import type { RichText } from '../../message/part.ts';
import { concat, join, linkTo, plain } from '../../message/rich_text.ts';
import type { Card } from '../../store/cards.ts';
import { type LoggedEnd, readEnds } from '../../store/delivery_log.ts';
import { type About, refOf, titleOf } from '../about.ts';
import type { Menu } from '../answer.ts';
import type { Context } from '../context.ts';
import { oneLine } from '../one_line.ts';
import { button } from './buttons.ts';
import { closeRow } from './list.ts';
import { timeText } from './time_text.ts';

/** Ends shown; a run of filtered items is one. */
const SHOWN = 10;

const MARKS = { sent: '✅', merged: '📚', filtered: '❌', parked: '⚠️', expired: '⌛' } as const;

export async function whyMenu(context: Context, about: About & { card: Card }): Promise<Menu> {
  const ends = await readEnds(context.db, about.card.subscriptionId, SHOWN);
  const title = titleOf(about.card);
  const lines = ends.map((end) => endLine(context, end, about.target.timeZone));
  return {
    text: join([context.text(lines.length > 0 ? 'why-heading' : 'why-nothing', { title }), ...lines], '\n'),
    buttons: [[button(context, 'button-back', 'card', refOf(about)), ...closeRow(context)]],
  };
}

function endLine(context: Context, end: LoggedEnd, timeZone: string): RichText {
  const { outcome, reason, title, link, lastTitle } = end;
  const first = linkTo(plain(oneLine(title ?? '', '…', 60)), webLink(link));
  const last = lastTitle === null ? plain('') : plain(` … ${oneLine(lastTitle, '…', 60)}`);
  const time = timeText(end.at, context.chat.language, timeZone);
  const what = context.text(`why-${outcome}`, { time, reason: oneLine(reason ?? '', '…', 100) });
  return concat(plain(`${MARKS[outcome]} `), first, last, plain(' – '), what);
}
