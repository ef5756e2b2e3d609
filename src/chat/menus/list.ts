// What a chat follows, in pages: titles with marks, each a button to whatever the list was opened for.
import type { RichText } from '../../message/part.ts';
import { concat, join, linkTo, plain } from '../../message/rich_text.ts';
import { hostnameOf, withoutCredentials } from '../../net/url.ts';
import type { Chat } from '../../store/chats.ts';
import { type ListedSubscription, listSubscriptions } from '../../store/subscriptions.ts';
import { chatName } from '../about.ts';
import type { Button, Menu } from '../answer.ts';
import type { Context } from '../context.ts';
import { oneLine } from '../one_line.ts';
import { button, dataOf, inRows } from './buttons.ts';

const PAGE = 10;
/** What tapping a title may lead to. */
export const LIST_VERBS = ['card', 'filter', 'template', 'end', 'latest', 'why'] as const;
export type ListVerb = (typeof LIST_VERBS)[number];

/** @param page from 0; one that is no more becomes the last */
export async function listMenu(
  context: Context,
  target: Chat,
  { page = 0, verb = 'card' as ListVerb } = {},
): Promise<Menu> {
  const all = await listSubscriptions(context.db, target.chatId);
  const chat = chatName(context, target);
  if (all.length === 0) return { text: context.text('no-subscriptions', { chat }), buttons: [closeRow(context)] };
  const pages = Math.ceil(all.length / PAGE);
  const at = Math.min(Math.max(page, 0), pages - 1);
  const shown = all.slice(at * PAGE, (at + 1) * PAGE);
  const heading = concat(
    context.text('subscriptions', { chat, count: all.length }),
    pages > 1 ? plain(` (${at + 1}/${pages})`) : plain(''),
  );
  const ask = verb === 'card' ? [] : [context.text('choose-subscription')];
  return {
    text: join([heading, ...shown.map((one) => lineOf(context, one)), ...ask], '\n'),
    buttons: [
      ...inRows(
        shown.map((one) => ({ text: labelOf(context, one), data: dataOf(verb, `s${one.subscriptionId}`) })),
        1,
      ),
      pageRow(target, at, pages, verb),
      closeRow(context),
    ].filter((row) => row.length > 0),
  };
}

function pageRow({ chatId }: Chat, at: number, pages: number, verb: ListVerb): Button[] {
  const to = (text: string, page: number) => ({ text, data: dataOf('list', `c${chatId}`, page, verb) });
  return [...(at > 0 ? [to('◀', at - 1)] : []), ...(at < pages - 1 ? [to('▶', at + 1)] : [])];
}

export function closeRow(context: Context): Button[] {
  return [button(context, 'button-close', 'close')];
}

function markOf({ state, feedState }: ListedSubscription): 'paused' | 'failing' | 'gone' | null {
  if (state === 'paused') return 'paused';
  return feedState === 'failing' || feedState === 'gone' ? feedState : null;
}

function nameOf({ title, url }: ListedSubscription, codePoints?: number): string {
  const host = hostnameOf(url) ?? '…';
  return oneLine(title === url ? withoutCredentials(url) : title, host, codePoints);
}

function labelOf(context: Context, subscription: ListedSubscription): string {
  const mark = markOf(subscription);
  const topic =
    subscription.threadId === 0 ? '' : ` · ${oneLine(subscription.topicName ?? '', `#${subscription.threadId}`, 20)}`;
  return `${mark ? `${context.label(`feed-mark-${mark}`)} ` : ''}${nameOf(subscription)}${topic}`;
}

function lineOf(context: Context, subscription: ListedSubscription): RichText {
  const mark = markOf(subscription);
  return concat(
    plain(mark ? `${context.label(`feed-mark-${mark}`)} ` : '• '),
    linkTo(plain(nameOf(subscription, 100)), withoutCredentials(subscription.url)),
  );
}
