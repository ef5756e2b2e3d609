// Waiting out a database that is away: a result in hand is never thrown away, and no task ends while nobody could write that down.
import { setTimeout as wait } from 'node:timers/promises';
import { type Database, isConnectionLost } from './db.ts';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;

/**
 * The same database, which asks again until it answers. Statements may run twice, when the answer to the first was lost on the way:
 * use it only for those that change nothing the second time.
 * @param onAway told once each time the database goes away
 */
export function patient(db: Database, onAway: (error: Error) => void): Database {
  return {
    query: (query) => untilAnswered(() => db.query(query), onAway),
    transaction: (work) => untilAnswered(() => db.transaction(work), onAway),
  };
}

async function untilAnswered<T>(ask: () => Promise<T>, onAway: (error: Error) => void): Promise<T> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      if (waitMs === FIRST_WAIT_MS) onAway(error as Error);
      await wait(waitMs);
    }
  }
}
