// Taps of the operator's own buttons, for nobody else whatever was forged.
import { UserError } from '../../errors.ts';
import { dropBroadcast, queueBroadcast } from '../../store/broadcasts.ts';
import type { TapContext } from '../context.ts';
import { isOperator } from '../rights.ts';
import type { TapDefinition } from './tap.ts';

function requireOperator(context: TapContext, id: string | undefined): string {
  if (!isOperator(context) || !/^\d{1,18}$/.test(id ?? '')) throw new UserError('menu-old');
  return id!;
}

const broadcast: TapDefinition = {
  changes: true,
  run: async (context, [id]) => {
    const broadcastId = requireOperator(context, id);
    const chats = await context.db.transaction((tx) => queueBroadcast(tx, broadcastId));
    if (chats === null) throw new UserError('menu-old');
    await context.edit({ text: context.text('broadcast-queued', { chats }) });
    return null;
  },
};

const drop: TapDefinition = {
  changes: true,
  run: async (context, [id]) => {
    await dropBroadcast(context.db, requireOperator(context, id));
    await context.edit({ text: context.text('broadcast-dropped') });
    return null;
  },
};

export const operatorTaps: Record<string, TapDefinition> = { broadcast, nobroadcast: drop };
