// Who is answered at all, and how often.
import type { Database } from '../db.ts';
import { UserError } from '../errors.ts';
import { countUse, readAccess } from '../store/access_list.ts';
import type { ChatDeps, Context } from './context.ts';
import type { IncomingMessage, IncomingTap, Membership } from './incoming.ts';

/** Costly commands of one chat, and of one person wherever they are, within a minute. */
export const COSTLY_A_MINUTE = 20;

export type Admission = 'in' | 'silence' | 'not-on-the-list';

/** With OWNER_TELEGRAM_ID only the owner is heard, in messages and in taps, and the posts of channels that are theirs. */
export async function admit(incoming: IncomingMessage | IncomingTap | Membership, deps: ChatDeps): Promise<Admission> {
  const { actor, chat } = incoming;
  if (deps.ownerId !== null) return (await isOwners(incoming, deps)) ? 'in' : 'silence';
  if (deps.operatorId !== null && actor.telegramId === deps.operatorId) return 'in';
  const access = await readAccess(deps.db, [actor.telegramId, chat.telegramId]);
  if (access.isBanned) return 'silence';
  return access.isListOnly && !access.isListed ? 'not-on-the-list' : 'in';
}

async function isOwners({ actor, chat }: IncomingMessage | IncomingTap | Membership, deps: ChatDeps): Promise<boolean> {
  if (actor.kind === 'person') return actor.telegramId === deps.ownerId;
  return chat.kind === 'channel' && (await deps.rights.isAdmin(chat.telegramId, deps.ownerId!));
}

/** @throws UserError `too-often` */
export async function requirePatience(db: Database, { chat, actor }: Pick<Context, 'chat' | 'actor'>): Promise<void> {
  const used = await countUse(db, [`chat ${chat.telegramId}`, `actor ${actor.telegramId}`]);
  if (used > COSTLY_A_MINUTE) throw new UserError('too-often');
}
