// One subscription: how it is, how it is shown, and what can be done to it.
import type { FeedFault } from '../../feed/fault.ts';
import { webLink } from '../../message/lines.ts';
import type { RichText } from '../../message/part.ts';
import { join, linkTo, plain, wrap } from '../../message/rich_text.ts';
import { withoutCredentials } from '../../net/url.ts';
import type { Card } from '../../store/cards.ts';
import { type About, refOf, titleOf } from '../about.ts';
import type { Menu } from '../answer.ts';
import type { Context } from '../context.ts';
import { oneLine } from '../one_line.ts';
import { faultText } from '../text/texts.ts';
import { button, inRows } from './buttons.ts';
import { closeRow } from './list.ts';
import { MAIN_OPTIONS, optionButtons } from './options.ts';
import { timeText } from './time_text.ts';

/** How long an unsubscribe can be undone, in minutes. */
export const UNDO_MINUTES = 10;

export function cardMenu(context: Context, about: About & { card: Card }): Menu {
  return about.card.endedMinutes === null ? standingCard(context, about) : endedCard(context, about);
}

function standingCard(context: Context, about: About & { card: Card }): Menu {
  const { card, target } = about;
  const ref = refOf(about);
  const pause = card.state === 'paused' ? (['button-resume', 'resume'] as const) : (['button-pause', 'pause'] as const);
  const isForum = card.threadId !== 0 || (context.isForum && target.chatId === context.chat.chatId);
  return {
    text: join(
      [
        wrap(linkTo(plain(titleOf(card)), webLink(card.feedLink) ?? withoutCredentials(card.url)), 'bold'),
        describe(context, about),
      ],
      '\n',
    ),
    buttons: [
      [button(context, pause[0], pause[1], ref), button(context, 'button-latest', 'latest', ref)],
      ...inRows(optionButtons(context, about, MAIN_OPTIONS), 2),
      [button(context, 'button-more', 'more', ref)],
      [button(context, 'button-filter', 'filter', ref), button(context, 'button-template', 'template', ref)],
      [
        button(context, 'button-title', 'title', ref),
        button(context, 'button-preview', 'preview', ref),
        ...(isForum ? [button(context, 'button-topic', 'topics', ref)] : []),
      ],
      [button(context, 'button-unsubscribe', 'end', ref)],
      [button(context, 'button-back', 'list', `c${target.chatId}`, 0, 'card'), ...closeRow(context)],
    ],
  };
}

function endedCard(context: Context, about: About & { card: Card }): Menu {
  const mayUndo = about.card.endedMinutes! < UNDO_MINUTES;
  const back = button(context, 'button-back', 'list', `c${about.target.chatId}`, 0, 'card');
  return {
    text: context.text('unsubscribed', { title: titleOf(about.card) }),
    buttons: [
      ...(mayUndo ? [[button(context, 'button-undo', 'undo', refOf(about))]] : []),
      [back, ...closeRow(context)],
    ],
  };
}

function describe(context: Context, { card, target }: About & { card: Card }): RichText {
  const time = (iso: string) => timeText(iso, context.chat.language, target.timeZone);
  const minutes = Math.max(1, Math.round((card.intervalMs ?? 0) / 60_000));
  const lines = [
    plain(oneLine(withoutCredentials(card.feedUrl), '', 200)),
    statusLine(context, card),
    ...(card.lastOkAt ? [context.text('card-last-check', { time: time(card.lastOkAt) })] : []),
    ...(card.nextSyncAt && card.feedState !== 'gone'
      ? [context.text('card-next-check', { time: time(card.nextSyncAt), minutes })]
      : []),
    ...(card.threadId === 0
      ? []
      : [context.text('card-topic', { topic: oneLine(card.topicName ?? '', `#${card.threadId}`, 60) })]),
    ...(card.filter
      ? [context.text('card-filter', { filter: wrap(plain(oneLine(card.filter, '…', 300)), 'code') })]
      : []),
    ...(card.template ? [context.text('card-template')] : []),
  ];
  return join(lines, '\n');
}

function statusLine(context: Context, { state, stateReason, feedState, lastReason }: Card): RichText {
  if (state === 'paused') return context.text('card-paused', { reason: stateReason ?? '' });
  if (feedState === 'active') return context.text('card-active');
  const reason = lastReason === null ? '' : faultText(context.chat.language, lastReason as FeedFault);
  return context.text(feedState === 'gone' ? 'card-gone' : 'card-failing', { reason });
}
