// A drain runs in one of a few slots, whatever the number of processes, so that senders do not crowd one budget row.
import type pg from 'pg';

/** Session advisory locks: they end with their connection, so a killed drain leaves its slot free. */
const FIRST_LOCK = 7_300_100;
const CHANNEL = 'feedherald_deliver';

export type Slot = {
  /** resolves when somebody woke the senders; each call waits for the next time */
  woken(): Promise<void>;
  release(): Promise<void>;
};

/** Take a free slot on `client`, which must stay with the caller until it is released. Null when all are taken. */
export async function takeSlot(client: pg.ClientBase, slots: number): Promise<Slot | null> {
  for (let slot = 0; slot < slots; slot += 1) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      FIRST_LOCK + slot,
    ]);
    if (rows[0]?.mine) return holdSlot(client, slot);
  }
  return null;
}

async function holdSlot(client: pg.ClientBase, slot: number): Promise<Slot> {
  let wake = Promise.withResolvers<void>();
  const onNotification = () => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  client.on('notification', onNotification);
  await client.query(`listen ${CHANNEL}`);
  return {
    woken: () => wake.promise,
    release: async () => {
      client.off('notification', onNotification);
      await client.query(`unlisten ${CHANNEL}`);
      await client.query('select pg_advisory_unlock($1)', [FIRST_LOCK + slot]);
    },
  };
}
