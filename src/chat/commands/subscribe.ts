// /subscribe URL: answered at once; a worker looks at the URL and edits that answer to the result.
import { UserError } from '../../errors.ts';
import { addJob, PRIORITY } from '../../store/jobs.ts';
import { insertRequest, setRequestMessage } from '../../store/subscribe_requests.ts';
import { countSubscriptions } from '../../store/subscriptions.ts';
import { readTypedUrl } from '../typed_url.ts';
import type { CommandDefinition } from './command.ts';

export const subscribe: CommandDefinition = {
  names: ['subscribe'],
  run: async ({ db, chat, incoming, argument, limits, reply }) => {
    const [typed] = argument.split(/\s+/);
    if (!typed) throw new UserError('subscribe-usage');
    const url = readTypedUrl(typed);
    if ((await countSubscriptions(db, chat.chatId)) >= limits.subscriptions)
      throw new UserError('subscription-limit', { limit: limits.subscriptions });
    const { chatId } = chat;
    const requestId = await insertRequest(db, {
      chatId,
      threadId: incoming.threadId,
      url,
      updateId: incoming.updateId,
    });
    const answer = await reply('looking', { url: withoutScheme(url) });
    const messageId = answer.kind === 'sent' ? (answer.messageIds[0] ?? null) : null;
    await db.transaction(async (tx) => {
      await setRequestMessage(tx, requestId, messageId);
      await addJob(tx, 'subscribe', { requestId }, { priority: PRIORITY.person });
    });
  },
};

/** Credentials in a URL were typed into this very chat, but an answer stays and may be forwarded. */
function withoutScheme(url: string): string {
  const { host, pathname, search } = new URL(url);
  return `${host}${pathname === '/' ? '' : pathname}${search}`;
}
