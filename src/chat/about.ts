// What a setting is about: one subscription or a whole chat, found by what was typed or tapped, and never anybody else's.
import { UserError } from '../errors.ts';
import type { OptionsSet } from '../message/options.ts';
import { hostnameOf, withoutCredentials } from '../net/url.ts';
import { type Card, findCards, readCard } from '../store/cards.ts';
import { type Chat, readChat } from '../store/chats.ts';
import type { ChatId } from '../store/ids.ts';
import type { Level } from '../store/settings.ts';
import type { Context } from './context.ts';
import { oneLine } from './one_line.ts';
import { mayChange } from './rights.ts';
import { readTypedUrl } from './typed_url.ts';

/** `card` is null for the whole chat. */
export type About = { target: Chat; card: Card | null };

export function levelOf({ target, card }: About): Level {
  return { chatId: target.chatId, subscriptionId: card?.subscriptionId ?? null };
}

/** How a level is written in a button. */
export function refOf({ target, card }: About): string {
  return card ? `s${card.subscriptionId}` : `c${target.chatId}`;
}

export function optionsOf(thing: Chat | Card): OptionsSet {
  return thing.options as OptionsSet;
}

export function titleOf(card: Pick<Card, 'title' | 'feedTitle' | 'feedUrl'>, codePoints = 100): string {
  return oneLine(card.title ?? card.feedTitle, hostnameOf(card.feedUrl) ?? card.feedUrl, codePoints);
}

/** What it is about, in a heading. */
export function nameOf(context: Context, { target, card }: About): string {
  return card ? titleOf(card) : context.label('all-feeds', { chat: chatName(context, target) });
}

/** What sentences call a chat: its title, or 0 for the one in which they are said: the language files have words for that. */
export function chatName({ chat }: Pick<Context, 'chat'>, target: Pick<Chat, 'chatId' | 'title'>): string | 0 {
  return target.chatId === chat.chatId ? 0 : oneLine(target.title, '…', 60);
}

/**
 * What a button is about. Its id may be of another chat only while that chat is managed from here by one of its admins.
 * @throws UserError `menu-old` for what is not there, or not for whoever tapped: which of the two is nobody's business
 */
export async function aboutRef(context: Context, ref: string | undefined): Promise<About> {
  const [, kind, id] = /^([sc])(\d{1,19})$/.exec(ref ?? '') ?? [];
  if (!kind || !id || BigInt(id) > 2n ** 63n - 1n) throw new UserError('menu-old');
  const card = kind === 's' ? await readCard(context.db, id) : null;
  if (kind === 's' && card === null) throw new UserError('menu-old');
  const target = await reachChat(context, card?.chatId ?? (id as ChatId));
  return { card, target };
}

async function reachChat(context: Context, chatId: ChatId): Promise<Chat> {
  const isOwn = chatId === context.chat.chatId;
  // Read anew even here: what was read when the update came may have been changed by it.
  const target = isOwn || context.chat.kind === 'private' ? await readChat(context.db, chatId) : null;
  if (target === null || !(isOwn || (await mayChange({ ...context, target })))) throw new UserError('menu-old');
  return target;
}

export function notSubscribed(context: Context, url: string): UserError {
  const chat = chatName(context, context.target);
  return new UserError('not-subscribed', { chat, url: oneLine(withoutCredentials(url), '…', 200) });
}

/**
 * The subscription that an address names: that of the topic where it was typed, else the chat's only one, else the first.
 * @throws UserError `not-subscribed` or `invalid-url`
 */
export async function aboutUrl(context: Context, typed: string): Promise<About & { card: Card }> {
  const { db, target, place } = context;
  const url = readTypedUrl(typed);
  const found = await findCards(db, { chatId: target.chatId, url });
  const here = found.find((one) => one.threadId === place.threadId) ?? found[0];
  const card = here ? await readCard(db, here.subscriptionId) : null;
  if (card === null) throw notSubscribed(context, url);
  return { target, card };
}
