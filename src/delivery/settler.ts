// What came of sends, written down as soon as can be, and together where they come faster than the database commits.
import type { Queryable } from '../db.ts';
import { type Settlement, settle } from '../store/settle.ts';

/** @returns whether the lease was still ours */
export type Settle = (settlement: Settlement) => Promise<boolean>;

type Waiting = { settlement: Settlement; resolve(isOurs: boolean): void; reject(error: unknown): void };

/**
 * One statement at a time: the first is written at once, those that come meanwhile by the next. At Telegram's free rate each goes alone.
 * @param db patient: a result in hand is never thrown away
 */
export function createSettler(db: Queryable): Settle {
  let waiting: Waiting[] = [];
  let isWriting = false;
  const write = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      await writeAll(db, together);
    }
    isWriting = false;
  };
  return (settlement) =>
    new Promise((resolve, reject) => {
      waiting.push({ settlement, resolve, reject });
      if (!isWriting) void write();
    });
}

async function writeAll(db: Queryable, together: Waiting[]): Promise<void> {
  try {
    const areOurs = await settle(
      db,
      together.map(({ settlement }) => settlement),
    );
    for (const [index, { resolve }] of together.entries()) resolve(areOurs[index]!);
  } catch (error) {
    if (together.length === 1) together[0]!.reject(error);
    else for (const one of together) await writeAll(db, [one]); // what one cannot be written for is no loss of the others
  }
}
