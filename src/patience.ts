// Waiting out a database that is away or busy: a result in hand is never thrown away, no command or poll is lost to a deadlock, and no
// task ends while nobody could write that down.
import { setTimeout as wait } from 'node:timers/promises';
import { type Database, isCancelled, isConnectionLost, isRolledBack } from './db.ts';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;
/** How often work that others' transactions made to roll back is tried in all. A cancelled statement may be slow for good: once more. */
const TRIES = { rolledBack: 6, cancelled: 2 };

/**
 * The same database, which asks again until it answers, and again a few times when a transaction was rolled back because others were in
 * its way. Statements may run twice, when the answer to the first was lost on the way: use it only for those that change nothing the
 * second time.
 * @param onAway told once each time the database goes away
 */
export function patient(db: Database, onAway: (error: Error) => void): Database {
  return {
    query: (query) => untilAnswered(() => db.query(query), onAway),
    transaction: (work) => untilAnswered(() => db.transaction(work), onAway),
  };
}

async function untilAnswered<T>(ask: () => Promise<T>, onAway: (error: Error) => void): Promise<T> {
  const turns = { away: 0, rolledBack: 0, cancelled: 0 };
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const kind = kindOf(error);
      if (kind === null) throw error;
      turns[kind] += 1;
      if (kind === 'away' && turns.away === 1) onAway(error as Error);
      if (kind !== 'away' && turns[kind] >= TRIES[kind]) throw error;
      await wait(Math.min(FIRST_WAIT_MS * 2 ** (turns[kind] - 1), LONGEST_WAIT_MS));
    }
  }
}

function kindOf(error: unknown): 'away' | 'rolledBack' | 'cancelled' | null {
  if (isConnectionLost(error)) return 'away';
  if (isRolledBack(error)) return 'rolledBack';
  return isCancelled(error) ? 'cancelled' : null;
}
