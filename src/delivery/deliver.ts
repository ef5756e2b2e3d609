// One drain in one of a few slots, and the next one's time.
import type pg from 'pg';
import { isConnectionLost } from '../db.ts';
import { nextReadyInMs } from '../store/chat_schedule.ts';
import { takeSlot } from '../store/drain_slots.ts';
import { wake } from '../store/jobs.ts';
import { type DeliverDeps, deliverHead } from './deliver_head.ts';
import { drain } from './drain.ts';

/** Drains at once over all processes. */
const SLOTS = 2;
/** Sends that each has open: enough for the budget when a call takes a second at the free rate, and 0.2 s at a paid one. */
const windowFor = (perSecond: number) => Math.max(30, Math.ceil(perSecond / 10));
/** The crontab looks once a minute; what is ready before then gets a job of its own. */
const MINUTE_MS = 60_000;

export type SlotDeps = DeliverDeps & {
  withClient: <T>(work: (client: pg.ClientBase) => Promise<T>) => Promise<T>;
  signal: AbortSignal | undefined;
};

/**
 * Drain, if a slot is free. Afterwards the next ready time is looked up without the slot in hand: whoever found all slots taken
 * meanwhile has left it to us.
 * @returns how many chats were served
 */
export async function deliver(deps: SlotDeps): Promise<number> {
  const served = await deps.withClient((client) => drainInSlot(client, deps));
  if (served === null) return 0;
  const inMs = await nextReadyInMs(deps.db);
  if (inMs !== null && inMs < MINUTE_MS) await wake(deps.db, 'deliver', inMs);
  return served;
}

async function drainInSlot(client: pg.ClientBase, deps: SlotDeps): Promise<number | null> {
  const slot = await takeSlot(client, SLOTS);
  if (slot === null) return null;
  try {
    const { served } = await drain({
      ...deps,
      window: windowFor(deps.budget.perSecond),
      slot,
      callForHelp: () => wake(deps.db, 'deliver'),
      deliverHead: (head, claim) => deliverHead(head, claim, deps),
    });
    return served;
  } finally {
    await slot.release().catch((error: unknown) => {
      if (!isConnectionLost(error)) throw error; // a lost connection has given up its slot by itself
    });
  }
}
