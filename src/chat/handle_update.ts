// One update: what it is about, and an answer for everything that goes wrong on the way.
import { isPassing } from '../db.ts';
import { UserError } from '../errors.ts';
import type { ChatDeps } from './context.ts';
import { handleMembership } from './handle_membership.ts';
import { handleMessage } from './handle_message.ts';
import { handleService } from './handle_service.ts';
import { handleTap } from './handle_tap.ts';
import { readUpdate, type TelegramUpdate } from './read_update.ts';

/** @throws only when the database was away, or too busy for too long; then the update is to be handled again */
export async function handleUpdate(update: object, deps: ChatDeps): Promise<void> {
  try {
    await dispatch(update as TelegramUpdate, deps);
  } catch (error) {
    if (isPassing(error)) throw error;
    // Telegram did not say who may do what, before there was anybody to tell.
    if (error instanceof UserError) return;
    deps.log.error({ err: error, updateId: (update as TelegramUpdate).update_id }, 'an update could not be handled');
  }
}

async function dispatch(update: TelegramUpdate, deps: ChatDeps): Promise<void> {
  const incoming = readUpdate(update);
  switch (incoming?.kind) {
    case 'message':
      return handleMessage(incoming, deps);
    case 'tap':
      return handleTap(incoming, deps);
    case 'membership':
      return handleMembership(incoming, deps);
    case 'service':
      return handleService(incoming, deps);
  }
}
