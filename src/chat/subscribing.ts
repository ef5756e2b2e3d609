// From typed addresses to requests: each is answered at once, and a worker edits that answer to the result.
import { UserError } from '../errors.ts';
import { addJob, PRIORITY } from '../store/jobs.ts';
import { insertRequest, setRequestMessage } from '../store/subscribe_requests.ts';
import { countSubscriptions } from '../store/subscriptions.ts';
import { chatName } from './about.ts';
import { editMenu } from './answer.ts';
import type { Context } from './context.ts';
import { requirePatience } from './gate.ts';
import { hasScheme, readTypedUrl } from './typed_url.ts';

/** Addresses taken out of one message. */
export const MOST_URLS = 10;

/** @throws UserError when the only address is none, or there are too many; among several, each has its own answer */
export async function subscribeToAll(context: Context, typed: string[]): Promise<void> {
  if (typed.length > MOST_URLS) throw new UserError('too-many-urls', { most: MOST_URLS });
  for (const [index, one] of typed.entries()) {
    if (index > 0) await requirePatience(context.db, context); // the first was counted as the message
    try {
      await subscribeTo(context, readTypedUrl(one), { isBare: !hasScheme(one) });
    } catch (error) {
      if (!(error instanceof UserError) || typed.length === 1) throw error;
      await context.reply(error.key, error.args);
    }
  }
}

/** @param messageId one of our messages to be edited, instead of a new answer */
export async function subscribeTo(
  context: Context,
  url: string,
  { isBare = false, messageId = null }: { isBare?: boolean; messageId?: string | null } = {},
): Promise<void> {
  const { db, chat, target, place, updateId, limits } = context;
  const limit = target.subscriptionLimit ?? limits.subscriptions;
  if ((await countSubscriptions(db, target.chatId)) >= limit)
    throw new UserError('subscription-limit', { limit, chat: chatName(context, target) });
  const requestId = await insertRequest(db, {
    chatId: target.chatId,
    threadId: target.chatId === chat.chatId ? place.threadId : 0,
    url,
    isBare,
    updateId,
    answerChatId: chat.chatId,
  });
  const looking = { text: context.text('looking', { url: withoutScheme(url) }) };
  const isEdited = messageId !== null && (await editMenu(context, place, messageId, looking));
  const answerId = isEdited ? messageId : await context.show(looking);
  await db.transaction(async (tx) => {
    await setRequestMessage(tx, requestId, answerId);
    await addJob(tx, 'subscribe', { requestId }, { priority: PRIORITY.person });
  });
}

/** Credentials in a URL were typed into this very chat, but an answer stays and may be forwarded. */
function withoutScheme(url: string): string {
  const { host, pathname, search } = new URL(url);
  return `${host}${pathname === '/' ? '' : pathname}${search}`.slice(0, 500);
}
